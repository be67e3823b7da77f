package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import org.bocau.mailbox.Flags;

/** {@code * OK [PERMANENTFLAGS (…)]}: what may be changed. RFC 3501 §7.1, RFC 4314 §5.1. */
final class PermanentFlags {
    private PermanentFlags() {}

    /**
     * @param newKeywords the client may make some
     */
    static void write(Flags flags, boolean newKeywords, ImapWriter out) throws IOException {
        if (flags.equals(Flags.NONE)) {
            out.raw("* OK [PERMANENTFLAGS ()] No permanent flags permitted").crlf();
            return;
        }
        out.raw("* OK [PERMANENTFLAGS ");
        if (newKeywords) {
            var words = new ArrayList<>(flags.keywords());
            words.add("\\*");
            out.flags(flags.system(), words, false).raw("] New keywords may be made").crlf();
        } else {
            out.flags(flags, false).raw("] These may be changed").crlf();
        }
    }
}
