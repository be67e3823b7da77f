package org.bocau.mailauth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What SPF says of a client and the domain it named. RFC 7208 §2.6, §8.
 *
 * @param identity which name was checked
 * @param domain that name, without local part; may be no domain at all
 * @param mailbox the local part and domain of the reverse-path, or {@code postmaster@} the HELO
 *     name
 * @param explanation the domain's own words for a fail, ASCII; null when it has none
 */
public record SpfResult(
        Result result,
        Identity identity,
        String domain,
        String mailbox,
        @Nullable String explanation) {

    /** §2.6: in the order of that section. */
    public enum Result {
        NONE,
        NEUTRAL,
        PASS,
        FAIL,
        SOFTFAIL,
        TEMPERROR,
        PERMERROR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** §2.3 and §2.4: the null reverse-path leaves the HELO name. */
    public enum Identity {
        HELO("smtp.helo"),
        MAIL_FROM("smtp.mailfrom");

        private final String property;

        Identity(String property) {
            this.property = property;
        }

        /** As RFC 8601 §2.7.2 calls it. */
        public String property() {
            return property;
        }
    }
}
