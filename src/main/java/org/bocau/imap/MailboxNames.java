package org.bocau.imap;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** Mailbox names as clients write them. RFC 3501 §5.1, RFC 6855 §3, RFC 9051 §5.1. */
final class MailboxNames {
    private MailboxNames() {}

    /**
     * Octets above 127 are UTF-8 in any case (RFC 6855 §3); an ampersand is itself only once the
     * client has enabled that (quirk 13: Thunderbird).
     *
     * @throws ImapRefusal {@code NO [CANNOT]} when it is not modified UTF-7, BAD when not UTF-8
     */
    static String decode(byte[] octets, boolean utf8) {
        if (utf8 || !ascii(octets)) {
            return ImapReader.decoded(octets, StandardCharsets.UTF_8);
        }
        String name = ModifiedUtf7.decode(new String(octets, StandardCharsets.US_ASCII));
        if (name == null) {
            throw ImapRefusal.no(ResponseCode.CANNOT, "mailbox name is not modified UTF-7");
        }
        return name;
    }

    /** The same for LIST, where what is not modified UTF-7 is no error but names nothing. */
    static String decodePattern(byte[] octets, boolean utf8) {
        if (utf8 || !ascii(octets)) {
            return normalised(ImapReader.decoded(octets, StandardCharsets.UTF_8));
        }
        String pattern = new String(octets, StandardCharsets.US_ASCII);
        String decoded = ModifiedUtf7.decode(pattern);
        return decoded == null ? pattern : normalised(decoded);
    }

    /** As names are, or none would match. */
    private static String normalised(String pattern) {
        return Normalizer.normalize(pattern, Normalizer.Form.NFC);
    }

    private static boolean ascii(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }
}
