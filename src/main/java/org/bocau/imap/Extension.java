package org.bocau.imap;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What changes a session's replies once the client says that it understands them. RFC 5161 §1. A
 * new one is a row here; commands ask {@link Authenticated#enabled}.
 */
enum Extension {
    /** MODSEQ in every FETCH response. RFC 7162 §3.1. */
    CONDSTORE("CONDSTORE"),
    /** VANISHED instead of EXPUNGE. RFC 7162 §3.2. */
    QRESYNC("QRESYNC", CONDSTORE),
    /** METADATA responses when others change annotations. RFC 5464 §4.1. */
    METADATA("METADATA"),
    /** UTF-8 in quoted strings, mailbox names, ENVELOPE and BODYSTRUCTURE. RFC 6855 §3. */
    UTF8_ACCEPT("UTF8=ACCEPT"),
    /** RFC 9051 where it differs from RFC 3501, UTF-8 included. */
    IMAP4REV2("IMAP4rev2");

    private final String text;
    private final Set<Extension> implied;

    Extension(String text, Extension... implied) {
        this.text = text;
        this.implied = Set.of(implied);
    }

    /** True for the capability of the same name. */
    boolean isOf(Capability capability) {
        return capability.text().equals(text);
    }

    /** As ENABLE and ENABLED name it. */
    String text() {
        return text;
    }

    /** This one and what it brings along. */
    Set<Extension> all() {
        var all = EnumSet.of(this);
        all.addAll(implied);
        return all;
    }

    /** Null for what cannot be enabled, which the client may name all the same. */
    static @Nullable Extension named(String name) {
        for (Extension extension : values()) {
            if (extension.text.equalsIgnoreCase(name)) {
                return extension;
            }
        }
        return null;
    }
}
