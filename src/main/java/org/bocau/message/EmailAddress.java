package org.bocau.message;

import java.util.Objects;

/**
 * An address of RFC 5321 §4.1.2 ("Mailbox"): a local part and a domain, checked when made. The
 * local part keeps its case; the domain is in lower case and A-label form. UTF-8 local parts are
 * RFC 6531's.
 */
public record EmailAddress(String localPart, String domain) {
    public EmailAddress {
        Objects.requireNonNull(localPart);
        Objects.requireNonNull(domain);
    }

    /**
     * Reads {@code local@domain}, quoted local parts included.
     *
     * @throws IllegalArgumentException not an address, over 64 octets before or 255 after the at
     *     sign, or with a control character anywhere: {@code 501 5.1.3} / {@code 553 5.1.3}
     */
    public static EmailAddress parse(String text) {
        throw new UnsupportedOperationException();
    }

    /**
     * The form that compares: local part in lower case (our own addresses are case-insensitive),
     * NFC.
     */
    public EmailAddress canonical() {
        throw new UnsupportedOperationException();
    }

    /** True when it needs SMTPUTF8. */
    public boolean internationalized() {
        throw new UnsupportedOperationException();
    }

    /** {@code local@domain}, the local part quoted where the grammar asks for it. */
    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}
