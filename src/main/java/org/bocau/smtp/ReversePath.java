package org.bocau.smtp;

import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where notices go. RFC 5321 §4.1.2 Reverse-path.
 *
 * @param address null for the null reverse-path {@code <>}
 * @param internationalized it was written with octets above 127, so SMTPUTF8 must be declared
 */
record ReversePath(@Nullable EmailAddress address, boolean internationalized) {
    static final ReversePath NULL = new ReversePath(null, false);

    @Override
    public String toString() {
        return "<" + (address == null ? "" : address) + ">";
    }
}
