package org.bocau.reading;

import java.util.regex.Pattern;
import org.bocau.mailclient.MailboxPath;
import org.jspecify.annotations.Nullable;

/**
 * Which message a draft answers or forwards, so that sending can mark it ({@code \Answered}, {@code
 * $Forwarded}). Travels in the compose form and, in saved drafts, in the field {@value #FIELD}.
 */
public record DraftSource(Mode mode, MailboxPath mailbox, long uid) {
    /** The field of saved drafts, which never leaves with a message. */
    public static final String FIELD = "X-Bocau-Source";

    private static final Pattern FORM =
            Pattern.compile("(reply|forward) (\\S{1,900}) ([0-9]{1,10})");

    /** What is done with the other message. */
    public enum Mode {
        REPLY,
        FORWARD
    }

    /** Reads what {@link #toString} wrote; null for anything else. */
    public static @Nullable DraftSource parse(@Nullable String text) {
        if (text == null) return null;
        var form = FORM.matcher(text.strip());
        if (!form.matches()) return null;
        var mode = form.group(1).equals("reply") ? Mode.REPLY : Mode.FORWARD;
        return new DraftSource(mode, new MailboxPath(form.group(2)), Long.parseLong(form.group(3)));
    }

    @Override
    public String toString() {
        return (mode == Mode.REPLY ? "reply " : "forward ") + mailbox + " " + uid;
    }
}
