package org.bocau.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bocau.account.Account;
import org.bocau.account.Destination;
import org.bocau.delivery.Recipient;
import org.bocau.mailbox.ChangeFeed;
import org.bocau.message.MimeParser;
import org.bocau.message.Spool;

/**
 * SEND's terminals: the open sessions of the recipients, where a short text is shown at once. RFC
 * 821 §3.4. Only users of this server may write there, and only to users of this server.
 */
final class Terminals {
    private static final int MAX_TEXT = 400; // characters; RFC 3501 puts no bound, people do

    private final ChangeFeed feed;

    Terminals(ChangeFeed feed) {
        this.feed = feed;
    }

    /** True when a text shown now would be seen. */
    boolean inUse(Recipient recipient) {
        return recipient.destination() instanceof Destination.Local local
                && feed.watched(local.account().id());
    }

    /**
     * Shows a message.
     *
     * @return the recipients at whose terminals it was shown
     */
    List<Recipient> show(Account from, Spool message, List<Recipient> recipients)
            throws IOException {
        var text = line(from, message);
        var shown = new ArrayList<Recipient>();
        for (var recipient : recipients) {
            if (recipient.destination() instanceof Destination.Local local
                    && feed.alert(local.account().id(), text) > 0) {
                shown.add(recipient);
            }
        }
        return shown;
    }

    /** Sender, subject and the start of the text in one line that no protocol can trip over. */
    private static String line(Account from, Spool message) throws IOException {
        var parsed = MimeParser.parse(message);
        var text = new StringBuilder("<").append(from.address()).append(">: ");
        if (!parsed.subject().isBlank()) {
            text.append(parsed.subject()).append(" - ");
        }
        text.append(parsed.preview());
        var safe = text.toString().replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cf}\\s]+", " ").strip();
        return safe.length() <= MAX_TEXT
                ? safe
                : safe.substring(0, safe.offsetByCodePoints(0, MAX_TEXT / 2)) + "…";
    }
}
