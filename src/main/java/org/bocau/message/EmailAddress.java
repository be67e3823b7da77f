package org.bocau.message;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/**
 * An address of RFC 5321 §4.1.2 ("Mailbox"): a local part and a domain, checked when made. The
 * local part is kept without its quotes and keeps its case; the domain is in lower case and A-label
 * form, or an address literal in brackets. UTF-8 local parts are RFC 6531's.
 */
public record EmailAddress(String localPart, String domain) {
    private static final int LOCAL_PART_OCTETS = 64; // RFC 5321 §4.5.3.1.1

    /**
     * @param localPart unquoted; never empty
     * @param domain in any case, U-labels allowed
     * @throws IllegalArgumentException as {@link #parse}
     */
    public EmailAddress {
        checkLocalPart(localPart);
        domain = DomainName.normalize(domain);
    }

    /**
     * Reads {@code local@domain}, quoted local parts included.
     *
     * @throws IllegalArgumentException not an address, over 64 octets before or 255 after the at
     *     sign, or with a control character anywhere: {@code 501 5.1.3} / {@code 553 5.1.3}
     */
    public static EmailAddress parse(String text) {
        var local = new StringBuilder();
        int at = text.startsWith("\"") ? quotedString(text, local) : dotString(text, local);
        if (at >= text.length() || text.charAt(at) != '@') {
            throw new IllegalArgumentException("no @ after the local part");
        }
        return new EmailAddress(local.toString(), text.substring(at + 1));
    }

    /**
     * The form that compares: local part in lower case (our own addresses are case-insensitive),
     * NFC.
     */
    public EmailAddress canonical() {
        var lower = Normalizer.normalize(localPart, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        var local = Normalizer.normalize(lower, Normalizer.Form.NFC);
        return local.equals(localPart) || octets(local) > LOCAL_PART_OCTETS
                ? this
                : new EmailAddress(local, domain);
    }

    /** True when it needs SMTPUTF8. The domain never does: it is in A-label form. */
    public boolean internationalized() {
        return localPart.chars().anyMatch(c -> c > 0x7e);
    }

    /** {@code local@domain}, the local part quoted where the grammar asks for it. */
    @Override
    public String toString() {
        return (isDotString(localPart) ? localPart : quoted(localPart)) + "@" + domain;
    }

    /** RFC 5321 §4.1.2: Dot-string = Atom *("." Atom). Returns where it ends. */
    private static int dotString(String text, StringBuilder local) {
        int at = 0;
        while (at < text.length() && (isAtext(text.charAt(at)) || text.charAt(at) == '.')) {
            local.append(text.charAt(at++));
        }
        if (!isDotString(local)) {
            throw new IllegalArgumentException("the local part is no dot-string");
        }
        return at;
    }

    /** RFC 5321 §4.1.2: Quoted-string, its content unescaped into {@code local}. */
    private static int quotedString(String text, StringBuilder local) {
        int at = 1;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\\') {
                if (at >= text.length() || text.charAt(at) > 0x7e) { // quoted-pairSMTP is ASCII
                    throw new IllegalArgumentException("nothing to quote after a backslash");
                }
                c = text.charAt(at++);
            }
            local.append(c);
        }
        if (at >= text.length()) {
            throw new IllegalArgumentException("the quoted local part does not end");
        }
        return at + 1;
    }

    private static void checkLocalPart(String local) {
        // RFC 5321 would allow "" between quotes; no system has such a mailbox, and Dovecot crashed
        // on it.
        if (local.isEmpty()) {
            throw new IllegalArgumentException("the local part is empty");
        }
        if (!local.codePoints().allMatch(EmailAddress::isText)) {
            throw new IllegalArgumentException("a control character in the local part");
        }
        if (octets(local) > LOCAL_PART_OCTETS) {
            throw new IllegalArgumentException("the local part is over 64 octets");
        }
    }

    /** Neither a control (C0, DEL, C1), nor a line separator, nor half a surrogate pair. */
    private static boolean isText(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> (c & 0xfffe) != 0xfffe;
        };
    }

    private static boolean isDotString(CharSequence local) {
        boolean afterAtom = false;
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c == '.' ? !afterAtom : !isAtext(c)) {
                return false;
            }
            afterAtom = c != '.';
        }
        return afterAtom;
    }

    /** RFC 5322 §3.2.3 atext, extended by RFC 6531 §3.3 with everything that is not ASCII. */
    private static boolean isAtext(char c) {
        return c > 0x7f || Ascii.isAtext(c);
    }

    private static String quoted(String local) {
        return '"' + local.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
