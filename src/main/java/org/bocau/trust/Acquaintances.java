package org.bocau.trust;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom the reader knows, as far as it helps to tell a stranger who uses their name.
 *
 * @param addresses in lower case
 * @param byName an address by a name without case and marks
 * @param domains of them all and of the reader, in lower case
 */
public record Acquaintances(
        Set<String> addresses, Map<String, String> byName, Set<String> domains) {
    /** Shorter names are shared by too many. */
    private static final int SHORTEST_NAME = 5;

    public Acquaintances {
        addresses = Set.copyOf(addresses);
        byName = Map.copyOf(byName);
        domains = Set.copyOf(domains);
    }

    /** The reader alone, and whoever is added. */
    public static Builder of(String reader) {
        return new Builder(reader);
    }

    /** Collects them. */
    public static final class Builder {
        private final Set<String> addresses = new HashSet<>();
        private final Map<String, String> byName = new HashMap<>();
        private final Set<String> domains = new HashSet<>();

        private Builder(String reader) {
            domains.add(SenderVerdict.domain(reader));
            addresses.add(reader.toLowerCase(Locale.ROOT));
        }

        /** Somebody of the reader's address book. */
        public Builder with(String name, String address) {
            addresses.add(address.toLowerCase(Locale.ROOT));
            domains.add(SenderVerdict.domain(address));
            if (folded(name).length() >= SHORTEST_NAME && name.indexOf(' ') > 0) {
                byName.putIfAbsent(folded(name), address);
            }
            return this;
        }

        public Acquaintances build() {
            domains.remove("");
            return new Acquaintances(addresses, byName, domains);
        }
    }

    boolean knows(String address) {
        return addresses.contains(address.toLowerCase(Locale.ROOT));
    }

    /** The address of somebody who is known by this name, or null. */
    @Nullable String addressOf(String name) {
        return byName.get(folded(name));
    }

    private static String folded(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replace('đ', 'd')
                .replace('Đ', 'd')
                .replaceAll("\\s+", " ")
                .toLowerCase(Locale.ROOT);
    }
}
