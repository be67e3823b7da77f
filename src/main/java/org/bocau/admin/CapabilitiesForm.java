package org.bocau.admin;

import jakarta.validation.constraints.Size;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * What is hidden from an account's mail programs, as typed.
 *
 * @param masked names, one a line; spaces and commas do as well
 */
record CapabilitiesForm(@Size(max = 4_000) String masked) {
    static CapabilitiesForm of(Collection<String> names) {
        return new CapabilitiesForm(String.join("\n", names));
    }

    List<String> names() {
        return Arrays.stream(masked.split("[\\s,;]+", -1)).filter(name -> !name.isEmpty()).toList();
    }
}
