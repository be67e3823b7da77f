package org.bocau.imap;

import java.util.EnumSet;
import java.util.Set;

/** Options of LIST. RFC 5258 §3, RFC 6154 §2, RFC 5819, RFC 8440. */
enum ListOption {
    SUBSCRIBED,
    REMOTE, // there are none elsewhere, so it changes nothing
    RECURSIVEMATCH,
    SPECIAL_USE,
    CHILDREN, // always returned
    STATUS,
    MYRIGHTS,
    METADATA; // RFC 9590

    /**
     * {@code list-select-opts}.
     *
     * @throws ImapRefusal BAD, also for RECURSIVEMATCH alone, which selects nothing
     */
    static Set<ListOption> parseSelection(ImapReader in) {
        var options = EnumSet.noneOf(ListOption.class);
        in.expect('(');
        while (!in.takeIf(")")) {
            if (!options.isEmpty()) {
                in.sp();
            }
            options.add(
                    switch (in.word()) {
                        case "SUBSCRIBED" -> SUBSCRIBED;
                        case "REMOTE" -> REMOTE;
                        case "RECURSIVEMATCH" -> RECURSIVEMATCH;
                        case "SPECIAL-USE" -> SPECIAL_USE;
                        default -> throw ImapRefusal.bad("unknown selection option");
                    });
        }
        boolean base = options.contains(SUBSCRIBED) || options.contains(SPECIAL_USE);
        if (options.contains(RECURSIVEMATCH) && !base) {
            throw ImapRefusal.bad("RECURSIVEMATCH needs another selection option");
        }
        return options;
    }

    /** {@code return-option}. */
    static ListOption parseReturn(ImapReader in) {
        return switch (in.word()) {
            case "SUBSCRIBED" -> SUBSCRIBED;
            case "CHILDREN" -> CHILDREN;
            case "SPECIAL-USE" -> SPECIAL_USE;
            case "STATUS" -> STATUS;
            case "MYRIGHTS" -> MYRIGHTS;
            case "METADATA" -> METADATA;
            default -> throw ImapRefusal.bad("unknown return option");
        };
    }
}
