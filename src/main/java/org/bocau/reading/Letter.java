package org.bocau.reading;

import java.util.List;
import org.bocau.mailclient.MailboxPath;
import org.bocau.markup.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * A message as it stands in the reading pane: open with its body, or closed, one line.
 *
 * @param html its HTML body is shown, in a frame of its own
 * @param images remote images are loaded, this time
 * @param paper what its HTML body lies on
 * @param texts its plain bodies, where HTML is not shown
 * @param alone the only one of its conversation
 * @param view what is said about it above its body; null while it is closed
 */
record Letter(
        MessageView message,
        boolean open,
        boolean html,
        boolean images,
        Paper paper,
        List<PlainText> texts,
        boolean alone,
        @Nullable LetterView view) {
    /** The ground of an HTML body. */
    enum Paper {
        /** Light, for the colours that the letter has itself. */
        OWN,
        /** Light, because the reader wants it so. */
        LIGHT,
        /** As the theme of the page is. */
        THEME
    }

    static Letter closed(MessageView message) {
        return new Letter(message, false, false, false, Paper.OWN, List.of(), false, null);
    }

    /** It may be light or dark, as one likes. */
    public boolean adapts() {
        return paper != Paper.OWN;
    }

    public boolean light() {
        return paper == Paper.LIGHT;
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
