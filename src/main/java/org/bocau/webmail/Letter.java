package org.bocau.webmail;

import java.util.List;
import org.bocau.mailclient.MailboxPath;
import org.bocau.markup.PlainText;

/**
 * A message as it stands in the reading pane: open with its body, or closed, one line.
 *
 * @param html its HTML body is shown, in a frame of its own
 * @param images remote images are loaded, this time
 * @param blocked how many are not
 * @param texts its plain bodies, where HTML is not shown
 * @param alone the only one of its conversation
 */
record Letter(
        MessageView message,
        boolean open,
        boolean html,
        boolean images,
        int blocked,
        List<PlainText> texts,
        boolean alone) {
    static Letter closed(MessageView message) {
        return new Letter(message, false, false, false, 0, List.of(), false);
    }

    /**
     * What the frame of its body may do. Beside others it has our origin, still without scripts, so
     * that the page can give it the height of what is in it; alone it scrolls in its own.
     */
    public String sandbox() {
        var links = "allow-popups allow-popups-to-escape-sandbox";
        return alone ? links : links + " allow-same-origin";
    }

    /** The element's id. */
    public String id() {
        return id(message.folder().path(), message.uid());
    }

    static String id(MailboxPath folder, long uid) {
        return "letter-" + folder + "-" + uid;
    }
}
