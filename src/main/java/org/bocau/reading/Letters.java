package org.bocau.reading;

import java.util.List;
import org.bocau.mailclient.MailAccount;
import org.bocau.preferences.Preferences;
import org.bocau.reading.Letter.Paper;
import org.springframework.stereotype.Service;

/** Makes what the reading pane shows of messages. */
@Service
class Letters {
    private final HtmlBodies bodies;
    private final MessageTexts texts;
    private final LetterViews views;
    private final Preferences preferences;

    Letters(HtmlBodies bodies, MessageTexts texts, LetterViews views, Preferences preferences) {
        this.bodies = bodies;
        this.texts = texts;
        this.views = views;
        this.preferences = preferences;
    }

    /**
     * How a reader wants to see a message.
     *
     * @param light on light paper, whatever the page's theme
     */
    record Wish(boolean images, boolean asText, boolean light) {
        static final Wish PLAIN = new Wish(false, false, false);
    }

    /**
     * A message that another encloses.
     *
     * @param blocked how many pictures of other hosts were left out
     */
    record Enclosed(Letter letter, int blocked) {}

    /** The message with its body. */
    Letter open(MailAccount account, MessageView message, Wish wish, boolean alone) {
        var verdict = views.verdict(message);
        boolean light = wish.light() || !preferences.of(account.id()).darkMail();
        if (message.hasHtml() && !wish.asText()) {
            var pictures = views.pictures(account, message, verdict);
            boolean images = wish.images() || pictures.unasked();
            var body = bodies.clean(account, message, images);
            var paper = body.coloured() ? Paper.OWN : light ? Paper.LIGHT : Paper.THEME;
            var seen = pictures.in(body, images);
            var view = views.of(account, message, verdict, body.links(), seen);
            return new Letter(message, true, true, images, paper, List.of(), alone, view);
        }
        var shown = texts.shown(account, message);
        var none = LetterView.Images.NONE;
        var view = views.of(account, message, verdict, List.of(), none);
        return new Letter(message, true, false, wish.images(), Paper.OWN, shown, alone, view);
    }

    /** A message that another encloses: nothing is known of its sender, so nothing is said. */
    Enclosed enclosed(MailAccount account, MessageView message, boolean images) {
        if (!message.hasHtml()) {
            var shown = texts.shown(account, message);
            return new Enclosed(
                    new Letter(message, true, false, images, Paper.OWN, shown, true, null), 0);
        }
        var body = bodies.clean(account, message, images);
        var paper = preferences.of(account.id()).darkMail() ? Paper.THEME : Paper.LIGHT;
        return new Enclosed(
                new Letter(message, true, true, images, paper, List.of(), true, null),
                body.images().blocked());
    }
}
