package org.bocau.compose;

import java.util.regex.Pattern;
import org.bocau.mailclient.MailboxPath;
import org.jspecify.annotations.Nullable;

/**
 * A letter that is passed on unchanged, as {@link HeldSend#source} names it while that can be taken
 * back.
 *
 * @param first nobody had passed it on before, so taking this back leaves it unmarked
 */
record PassedOn(boolean first, MailboxPath mailbox, long uid) {
    private static final Pattern FORM =
            Pattern.compile("redirect (first|again) (\\S{1,900}) ([0-9]{1,10})");

    /** Reads what {@link #toString} wrote; null for anything else. */
    static @Nullable PassedOn parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) return null;
        return new PassedOn(
                form.group(1).equals("first"),
                new MailboxPath(form.group(2)),
                Long.parseLong(form.group(3)));
    }

    /** The page that asks to whom. */
    String page() {
        return "/mail/" + mailbox.segment() + "/" + uid + "/redirect";
    }

    @Override
    public String toString() {
        return "redirect " + (first ? "first " : "again ") + mailbox + " " + uid;
    }
}
