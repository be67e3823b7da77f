package org.bocau.reading;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.message.EmailAddress;
import org.bocau.remote.RemoteAddress;
import org.bocau.remote.RemoteClient;
import org.bocau.trust.UnsubscribeOffer;
import org.bocau.webmail.SendRefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Leaves the lists that letters come from: by one POST of this server (RFC 8058), else by a letter
 * to the address the list names (RFC 2369, RFC 6068). Where there is only a page, the reader opens
 * it.
 */
@Service
class Departures {
    private static final Logger log = LoggerFactory.getLogger(Departures.class);
    private static final int MAX_ANSWER = 64 * 1024;
    private static final int MAX_TEXT = 2000;

    private final LetterViews views;
    private final RemoteClient web;
    private final ShortLetters letters;
    private final MailClient client;
    private final LeftLists left;

    Departures(
            LetterViews views,
            RemoteClient web,
            ShortLetters letters,
            MailClient client,
            LeftLists left) {
        this.views = views;
        this.web = web;
        this.letters = letters;
        this.client = client;
        this.left = left;
    }

    /** What came of it. */
    enum Outcome {
        /** The list's server has taken it. */
        LEFT,
        /** The list was written to. */
        WRITTEN,
        /** The list's server or ours did not take it, or the letter offers no such thing. */
        FAILED;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Leaves, also once more; notes when, and marks the letter by which one left. */
    Outcome leave(MailAccount account, MessageView message) {
        var offer = UnsubscribeOffer.of(message.header(), views.verdict(message));
        if (offer == null) return Outcome.FAILED;
        var outcome = by(offer, account, message);
        log.info("{}: leaving a list: {}", account.address(), outcome.key());
        if (outcome != Outcome.FAILED) {
            left.leave(account.id(), message);
            mark(account, message, true);
        }
        return outcome;
    }

    /** The reader wants the list's letters again: nobody is told, it is only remembered no more. */
    void forget(MailAccount account, MessageView message) {
        left.forget(account.id(), message);
        mark(account, message, false);
    }

    private Outcome by(UnsubscribeOffer offer, MailAccount account, MessageView message) {
        var place = offer.oneClick() == null ? null : RemoteAddress.parse(offer.oneClick());
        if (place != null) return post(place) ? Outcome.LEFT : Outcome.FAILED;
        if (offer.mail() == null) return Outcome.FAILED;
        return write(offer.mail(), account, message) ? Outcome.WRITTEN : Outcome.FAILED;
    }

    /** RFC 8058 §3.1: that field and nothing else, no cookies, no word of the reader. */
    private boolean post(RemoteAddress place) {
        try {
            var content = UnsubscribeOffer.POSTED.getBytes(StandardCharsets.US_ASCII);
            return web.post(place, "application/x-www-form-urlencoded", content, MAX_ANSWER)
                    .successful();
        } catch (IOException failure) {
            log.info("no answer from {}: {}", place.host(), failure.getMessage());
            return false;
        }
    }

    private boolean write(String mailto, MailAccount account, MessageView message) {
        var to = recipient(mailto);
        if (to == null) return false;
        var fields = fields(mailto);
        var subject = fields.getOrDefault("subject", "");
        try {
            letters.send(
                    account,
                    message,
                    to,
                    subject.isBlank() ? "unsubscribe" : subject,
                    fields.getOrDefault("body", "unsubscribe"),
                    null);
            return true;
        } catch (SendRefusedException refused) {
            log.info("{}: a list cannot be written to: {}", account.address(), refused.reasons());
            return false;
        }
    }

    private void mark(MailAccount account, MessageView message, boolean set) {
        try {
            client.in(
                    account,
                    message.folder().name(),
                    connection -> {
                        connection.uidStore(
                                new long[] {message.uid()}, set, LetterViews.UNSUBSCRIBED);
                        return true;
                    });
        } catch (MailRefusedException readOnly) {
            log.debug("{}: no mark in {}", account.address(), message.folder().name());
        }
    }

    /** The one address of a mailto link, RFC 6068; null when it is none, or several. */
    static @Nullable String recipient(String mailto) {
        int question = mailto.indexOf('?');
        var path = mailto.substring("mailto:".length(), question < 0 ? mailto.length() : question);
        try {
            return EmailAddress.parse(decoded(path)).toString();
        } catch (IllegalArgumentException notOneAddress) {
            return null;
        }
    }

    private static Map<String, String> fields(String mailto) {
        var fields = new HashMap<String, String>();
        int question = mailto.indexOf('?');
        if (question < 0) return fields;
        for (var pair : mailto.substring(question + 1).split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 1) continue;
            var value = text(decoded(pair.substring(equals + 1)));
            fields.putIfAbsent(pair.substring(0, equals).toLowerCase(Locale.ROOT), value);
        }
        return fields;
    }

    /** A plus is a plus here: RFC 6068 §5. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** One line: whoever wrote the link writes no fields of ours. */
    private static String text(String raw) {
        var line = raw.replaceAll("\\p{Cntrl}", " ").strip();
        return line.substring(0, Math.min(line.length(), MAX_TEXT));
    }
}
