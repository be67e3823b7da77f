package org.bocau.imap;

import java.util.ArrayList;
import java.util.List;
import org.bocau.mailbox.Flag;
import org.bocau.mailbox.Flags;

/** Reads flags. RFC 3501 §2.3.2; {@code flag-list} of §9. */
final class FlagList {
    /** Keywords that every client can expect. RFC 9051 §2.3.2. */
    static final List<String> OFFERED =
            List.of("$Forwarded", "$MDNSent", "$Junk", "$NotJunk", "$Phishing");

    private static final int LONGEST_KEYWORD = 64;

    private FlagList() {}

    /** {@code flag-list = "(" [flag *(SP flag)] ")"}. */
    static Flags parse(ImapReader in) {
        in.expect('(');
        var names = new ArrayList<String>();
        while (!in.takeIf(")")) {
            if (!names.isEmpty()) {
                in.sp();
            }
            names.add(flag(in));
        }
        return flags(names);
    }

    /** {@code flag-list / (flag *(SP flag))}, as STORE has it. */
    static Flags parseMaybeBare(ImapReader in) {
        if (in.peek() == '(') {
            return parse(in);
        }
        var names = new ArrayList<String>();
        do {
            names.add(flag(in));
        } while (in.takeIf(" "));
        return flags(names);
    }

    private static String flag(ImapReader in) {
        return in.takeIf("\\") ? "\\" + in.atom() : keyword(in);
    }

    /**
     * {@code flag-keyword = atom}.
     *
     * @throws ImapRefusal {@code NO [LIMIT]}, longer than 64 octets
     */
    static String keyword(ImapReader in) {
        String keyword = in.atom();
        if (keyword.length() > LONGEST_KEYWORD) {
            throw ImapRefusal.no(ResponseCode.LIMIT, "keyword is too long");
        }
        return keyword;
    }

    private static Flags flags(List<String> names) {
        int system = 0;
        var keywords = new ArrayList<String>();
        for (String name : names) {
            if (name.startsWith("\\")) {
                system |= systemFlag(name).bit();
            } else if (keywords.stream().noneMatch(name::equalsIgnoreCase)) {
                keywords.add(name);
            }
        }
        return new Flags(system, keywords);
    }

    /** \Recent is the server's to give, so it is none of these. RFC 3501 §2.3.2. */
    private static Flag systemFlag(String name) {
        for (Flag flag : Flag.values()) {
            if (flag.text().equalsIgnoreCase(name)) {
                return flag;
            }
        }
        throw ImapRefusal.bad("no such system flag");
    }
}
