package org.bocau.mailbox;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a mailbox may be called. Names are rows, never paths; what is refused is what clients and
 * exports trip over.
 */
final class MailboxName {
    static final String INBOX = "INBOX";

    /** First level of other people's mailboxes, see {@link Namespaces}: nobody's own name. */
    static final String SHARED = "shared";

    static final char SEPARATOR = '/';
    private static final int MAX_LEVELS = 32;
    private static final int MAX_LEVEL = 255;
    private static final int MAX_OCTETS = 1024;

    private MailboxName() {}

    /**
     * The form names are kept in: NFC (RFC 5198 §3), INBOX (as a name or as first level) in upper
     * case.
     *
     * <p>RFC 3501 §5.1: INBOX is met in any case; quirk of Roundcube and FairEmail: it must be
     * given back in upper case.
     */
    static String canonical(String name) {
        String text = Normalizer.normalize(name, Normalizer.Form.NFC);
        int level = text.indexOf(SEPARATOR);
        String first = level < 0 ? text : text.substring(0, level);
        boolean ascii = first.chars().allMatch(c -> c < 0x80); // a dotless i is another letter
        if (!ascii || !first.equalsIgnoreCase(INBOX)) {
            return text;
        }
        return level < 0 ? INBOX : INBOX + text.substring(level);
    }

    /**
     * The canonical form of a name to be created.
     *
     * @throws StoreRefusal CANNOT or LIMIT
     */
    static String checked(String requested) {
        String name =
                canonical(
                        requested.endsWith("/")
                                ? requested.substring(0, requested.length() - 1)
                                : requested); // §6.3.3
        if (name.isEmpty()
                || name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_OCTETS) {
            throw refused("a mailbox name has 1 to " + MAX_OCTETS + " octets");
        }
        String[] levels = name.split("/", -1);
        if (levels.length > MAX_LEVELS) {
            throw new StoreRefusal(
                    StoreRefusal.Reason.LIMIT,
                    "mailbox names have at most " + MAX_LEVELS + " levels");
        }
        for (String level : levels) {
            checkLevel(level);
        }
        if (name.charAt(0) == '#' || name.charAt(0) == '~') {
            throw refused(
                    "a mailbox name cannot begin with # or ~"); // RFC 3501 §5.1.2: other namespaces
        }
        return name;
    }

    /**
     * The canonical form of a name that becomes an account's own.
     *
     * @throws StoreRefusal as {@link #checked}; CANNOT where others' mailboxes are
     */
    static String ownable(String requested) {
        String name = checked(requested);
        if (name.equals(SHARED) || name.startsWith(SHARED + SEPARATOR)) {
            throw refused("names below \"shared\" are those of other people's mailboxes");
        }
        return name;
    }

    private static void checkLevel(String level) {
        if (level.isBlank()
                || level.length() > MAX_LEVEL
                || level.equals(".")
                || level.equals("..")) {
            throw refused("each level of a mailbox name has 1 to " + MAX_LEVEL + " characters");
        }
        if (level.charAt(0) == ' ' || level.charAt(level.length() - 1) == ' ') {
            throw refused("a mailbox name cannot begin or end with a space");
        }
        for (int i = 0; i < level.length(); i++) {
            char c = level.charAt(i);
            boolean loneSurrogate =
                    Character.isSurrogate(c)
                            && (Character.isLowSurrogate(c)
                                    || i + 1 == level.length()
                                    || !Character.isLowSurrogate(level.charAt(i + 1)));
            if (Character.isISOControl(c)
                    || c == '\u2028' // RFC 6855 §3
                    || c == '\u2029'
                    || c == '*'
                    || c == '%'
                    || loneSurrogate
                    || bidiControl(c)) {
                throw refused("a mailbox name cannot hold * % or control characters");
            }
            if (Character.isHighSurrogate(c)) {
                i++;
            }
        }
    }

    /** Characters that make a name look like another one. */
    private static boolean bidiControl(char c) {
        return (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069')
                || c == '\u200e'
                || c == '\u200f';
    }

    /** The names above this one, highest first. */
    static List<String> superiors(String name) {
        var all = new ArrayList<String>();
        for (int i = name.indexOf(SEPARATOR); i >= 0; i = name.indexOf(SEPARATOR, i + 1)) {
            all.add(name.substring(0, i));
        }
        return all;
    }

    private static StoreRefusal refused(String text) {
        return new StoreRefusal(StoreRefusal.Reason.CANNOT, text);
    }
}
