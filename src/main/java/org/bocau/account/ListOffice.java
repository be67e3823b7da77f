package org.bocau.account;

import java.util.Locale;
import java.util.Optional;

/** The addresses every mailing list has beside its own. RFC 2142 §6, RFC 5321 §3.9.2. */
public enum ListOffice {
    /** People who look after it. */
    OWNER,
    /** Where its members leave. */
    REQUEST,
    /** The envelope sender of its mail: what other systems say about it. */
    BOUNCES;

    /** {@code -owner}, {@code -request}, {@code -bounces}: follows the list's local part. */
    public String suffix() {
        return "-" + name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param localPart in small letters, without a detail
     */
    static Optional<ListOffice> of(String localPart) {
        for (var office : values()) {
            if (localPart.endsWith(office.suffix())
                    && localPart.length() > office.suffix().length()) {
                return Optional.of(office);
            }
        }
        return Optional.empty();
    }
}
