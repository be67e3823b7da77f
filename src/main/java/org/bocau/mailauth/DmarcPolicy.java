package org.bocau.mailauth;

import java.util.Locale;

/** What a domain asks for when mail fails DMARC, mildest first. RFC 9989 §4.7. */
public enum DmarcPolicy {
    NONE,
    QUARANTINE,
    REJECT;

    /**
     * @throws IllegalArgumentException none of the three
     */
    static DmarcPolicy of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** One step milder: what t=y and an unsampled message get. */
    DmarcPolicy milder() {
        return this == REJECT ? QUARANTINE : NONE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
