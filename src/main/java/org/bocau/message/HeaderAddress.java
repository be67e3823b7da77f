package org.bocau.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One address of a From, To, Cc… field (RFC 5322 §3.4) as people wrote it: it need not be valid.
 *
 * @param name the display name or, failing that, the comment, decoded; null if none
 * @param address as text, {@code local@domain}; without the at sign when there was no domain
 * @param group the display name of the group it stands in; null outside groups
 */
public record HeaderAddress(@Nullable String name, String address, @Nullable String group) {

    /**
     * Reads a list of any quality: groups, comments, obsolete routes, encoded words, missing
     * brackets. What is no address at all is left out; at most 1000 are read.
     *
     * @param text the unfolded value ({@link HeaderField#text}), encoded words not decoded
     */
    public static List<HeaderAddress> list(String text) {
        var addresses = new ArrayList<HeaderAddress>();
        String group = null;
        for (var entry : AddressReader.read(text)) {
            switch (entry.kind()) {
                case GROUP_START -> group = decoded(entry.name());
                case GROUP_END -> group = null;
                case ADDRESS -> {
                    if (!entry.localPart().isEmpty()) {
                        var name = decoded(entry.name());
                        addresses.add(new HeaderAddress(name, entry.address(), group));
                    }
                }
            }
        }
        return List.copyOf(addresses);
    }

    /** The address if it is one that mail can be sent to. */
    public Optional<EmailAddress> emailAddress() {
        try {
            return Optional.of(EmailAddress.parse(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What a list shows: the name, or the address. */
    public String display() {
        return name == null || name.isBlank() ? address : name;
    }

    static @Nullable String decoded(@Nullable String name) {
        return name == null ? null : HeaderField.oneLine(EncodedWord.decode(name)).strip();
    }
}
