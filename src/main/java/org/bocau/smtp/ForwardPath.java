package org.bocau.smtp;

import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * A recipient as the client wrote it, source route taken off. RFC 5321 §4.1.2 Forward-path.
 *
 * @param address null for {@code <Postmaster>} without a domain (§4.5.1)
 * @param internationalized it was written with octets above 127, so SMTPUTF8 must be declared
 */
record ForwardPath(@Nullable EmailAddress address, boolean internationalized) {
    static final ForwardPath POSTMASTER = new ForwardPath(null, false);

    /** True for a local part that asks to be sent on: percent hack, bang path, quoted address. */
    boolean routesBeyond() {
        return address != null
                && address.localPart().chars().anyMatch(c -> c == '%' || c == '!' || c == '@');
    }

    @Override
    public String toString() {
        return "<" + (address == null ? "Postmaster" : address) + ">";
    }
}
