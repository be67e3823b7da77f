package org.bocau.webmail;

import java.util.List;
import org.bocau.mailclient.MailAccount;
import org.springframework.stereotype.Service;

/** Makes what the reading pane shows of messages. */
@Service
class Letters {
    private final HtmlBodies bodies;
    private final MessageTexts texts;

    Letters(HtmlBodies bodies, MessageTexts texts) {
        this.bodies = bodies;
        this.texts = texts;
    }

    /** How a reader wants to see a message. */
    record Wish(boolean images, boolean asText) {
        static final Wish PLAIN = new Wish(false, false);
    }

    /** The message with its body. */
    Letter open(MailAccount account, MessageView message, Wish wish, boolean alone) {
        if (message.hasHtml() && !wish.asText()) {
            int blocked = bodies.clean(account, message, wish.images()).images().blocked();
            return new Letter(message, true, true, wish.images(), blocked, List.of(), alone);
        }
        var shown = texts.shown(account, message);
        return new Letter(message, true, false, wish.images(), 0, shown, alone);
    }
}
