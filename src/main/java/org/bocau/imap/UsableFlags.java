package org.bocau.imap;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bocau.mailbox.Flag;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.Mailbox;
import org.bocau.mailbox.Rights;

/**
 * The flags a client meets in its mailbox, and which of them it may change: the FLAGS response and
 * the PERMANENTFLAGS code. RFC 3501 §7.2.6, §7.1. Keywords are known by their lower case.
 */
final class UsableFlags {
    private final TreeMap<String, String> keywords = new TreeMap<>();
    private final Set<String> used = new TreeSet<>(); // what only is offered takes no place
    private boolean grown;

    UsableFlags(List<String> used, boolean rev2) {
        note(used);
        grown = false;
        if (rev2) {
            FlagList.OFFERED.forEach(k -> keywords.putIfAbsent(k.toLowerCase(Locale.ROOT), k));
        }
    }

    /** These are in use here. */
    void note(List<String> words) {
        for (String word : words) {
            String key = word.toLowerCase(Locale.ROOT);
            used.add(key);
            grown |= keywords.putIfAbsent(key, word) == null;
        }
    }

    /** True once after one came that the client has not been told of. */
    boolean takeGrown() {
        boolean now = grown;
        grown = false;
        return now;
    }

    /** No more keywords can be made here. */
    boolean full() {
        return used.size() >= Mailbox.MOST_KEYWORDS;
    }

    Flags all() {
        return new Flags(Flags.of(Flag.values()).system(), List.copyOf(keywords.values()));
    }

    void tell(ImapWriter out) throws IOException {
        out.raw("* FLAGS ").flags(all(), false).crlf();
    }

    /**
     * {@code \*} only while there is room for a keyword more. RFC 9051 §7.1, RFC 4314 §5.1.1.
     *
     * @param examined nothing may be changed
     */
    void tellPermanent(boolean examined, Rights rights, ImapWriter out) throws IOException {
        Flags flags = examined ? Flags.NONE : rights.settable(all());
        PermanentFlags.write(flags, rights.settableKeywords() && !full(), out);
    }
}
