package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * ENABLE: the client understands these extensions. RFC 5161 §3.1. Names that mean nothing here are
 * passed over; ENABLED tells those that are on from now on. Liberal: also while a mailbox is
 * selected, as RFC 9051 §6.3.1 has it.
 */
record EnableCommand(List<String> names) implements ImapCommand.AfterLogin {
    private static final int MOST_NAMES = 100;

    static EnableCommand parse(ImapReader in) {
        in.sp();
        var names = new ArrayList<String>();
        do {
            if (names.size() == MOST_NAMES) {
                throw ImapRefusal.bad("too many names");
            }
            names.add(in.atom());
        } while (in.takeIf(" "));
        return new EnableCommand(names);
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        Set<Extension> asked = EnumSet.noneOf(Extension.class);
        for (String name : names) {
            Extension extension = Extension.named(name);
            if (extension != null
                    && !user.enabled(extension)
                    && user.masked().stream().noneMatch(extension::isOf)) {
                asked.add(extension);
            }
        }
        out.raw("* ENABLED");
        for (Extension extension : asked) {
            out.raw(" ").raw(extension.text());
        }
        out.crlf();
        if (asked.stream().anyMatch(one -> one.all().contains(Extension.CONDSTORE))) {
            user.knowsModseq(out);
        }
        asked.forEach(user::enable);
        return Completion.ok("ENABLE completed");
    }
}
