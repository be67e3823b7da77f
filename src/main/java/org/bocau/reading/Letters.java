package org.bocau.reading;

import java.util.List;
import org.bocau.mailclient.MailAccount;
import org.springframework.stereotype.Service;

/** Makes what the reading pane shows of messages. */
@Service
class Letters {
    private final HtmlBodies bodies;
    private final MessageTexts texts;
    private final LetterViews views;

    Letters(HtmlBodies bodies, MessageTexts texts, LetterViews views) {
        this.bodies = bodies;
        this.texts = texts;
        this.views = views;
    }

    /** How a reader wants to see a message. */
    record Wish(boolean images, boolean asText) {
        static final Wish PLAIN = new Wish(false, false);
    }

    /** The message with its body. */
    Letter open(MailAccount account, MessageView message, Wish wish, boolean alone) {
        var verdict = views.verdict(message);
        if (message.hasHtml() && !wish.asText()) {
            var pictures = views.pictures(account, message, verdict);
            boolean images = wish.images() || pictures.unasked();
            var body = bodies.clean(account, message, images);
            var seen = pictures.in(body, images);
            var view = views.of(account, message, verdict, body.links(), seen);
            return new Letter(message, true, true, images, List.of(), alone, view);
        }
        var shown = texts.shown(account, message);
        var none = LetterView.Images.NONE;
        var view = views.of(account, message, verdict, List.of(), none);
        return new Letter(message, true, false, wish.images(), shown, alone, view);
    }
}
