package org.bocau.imap;

import java.util.Locale;

/**
 * A LIST pattern: {@code *} stands for anything, {@code %} for anything within a level. RFC 3501
 * §6.3.8. Matched by walking all positions at once, so that the time is bounded by name times
 * pattern whatever the pattern is.
 */
final class ListPattern {
    /** No name is longer than 1024 octets (Mailboxes), so no longer pattern matches much. */
    private static final int LONGEST = 2048;

    private final String pattern;

    /**
     * @param pattern reference and mailbox pattern, decoded
     * @throws ImapRefusal BAD, the pattern is too long
     */
    ListPattern(String pattern) {
        this.pattern = collapse(pattern);
        if (this.pattern.length() > LONGEST) {
            throw ImapRefusal.bad("list pattern is too long");
        }
    }

    /** INBOX matches in any case. RFC 3501 §5.1. */
    boolean matches(String name) {
        return walk(pattern, name)
                || (name.equals("INBOX") && walk(pattern.toUpperCase(Locale.ROOT), name));
    }

    /** A run of wildcards is one: {@code *} if it has one, else {@code %}. */
    private static String collapse(String pattern) {
        var out = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int last = out.length() - 1;
            if (wildcard(c) && last >= 0 && wildcard(out.charAt(last))) {
                if (c == '*') {
                    out.setCharAt(last, '*');
                }
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean wildcard(char c) {
        return c == '*' || c == '%';
    }

    private static boolean walk(String pattern, String name) {
        boolean[] at = new boolean[pattern.length() + 1];
        at[0] = true;
        skipWildcards(pattern, at);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean[] next = new boolean[at.length];
            for (int p = 0; p < pattern.length(); p++) {
                char want = pattern.charAt(p);
                if (at[p] && (want == '*' || (want == '%' && c != '/'))) {
                    next[p] = true;
                } else if (at[p] && want == c) {
                    next[p + 1] = true;
                }
            }
            skipWildcards(pattern, next);
            at = next;
        }
        return at[pattern.length()];
    }

    /** A wildcard may also stand for nothing. */
    private static void skipWildcards(String pattern, boolean[] at) {
        for (int p = 0; p < pattern.length(); p++) {
            if (at[p] && wildcard(pattern.charAt(p))) {
                at[p + 1] = true;
            }
        }
    }
}
