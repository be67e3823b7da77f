package org.bocau.compose;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bocau.webmail.SendRefusedException;
import org.bocau.webmail.SendRefusedException.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Why a message was not taken, in the reader's language: by the reply's codes, with the server's
 * own words behind it. What has no known code has those words alone. RFC 5321 §4.2, RFC 3463.
 */
@Component
class RefusalWords {
    private static final String SENDING = "compose.refusal.";
    private static final String REDIRECTING = "compose.redirect.refusal.";

    private final MessageSource messages;

    RefusalWords(MessageSource messages) {
        this.messages = messages;
    }

    /** Of a message of one's own; a line for each reason. */
    List<String> sending(SendRefusedException refused, Locale locale) {
        return refused.reasons().stream().map(one -> line(one, List.of(SENDING), locale)).toList();
    }

    /** Of a letter that is passed on under its author's name. */
    List<String> redirecting(SendRefusedException refused, Locale locale) {
        var keys = List.of(REDIRECTING, SENDING);
        return refused.reasons().stream().map(one -> line(one, keys, locale)).toList();
    }

    private String line(Reason reason, List<String> keys, Locale locale) {
        var words = words(reason, keys, locale);
        if (words == null) return reason.toString();
        var said = new Object[] {words, reason.text()};
        var line =
                reason.text().isBlank()
                        ? words
                        : messages.getMessage("compose.refusal.said", said, locale);
        return reason.address().isEmpty() ? line : reason.address() + ": " + line;
    }

    private @Nullable String words(Reason reason, List<String> keys, Locale locale) {
        return keys.stream()
                .flatMap(key -> codes(reason).map(code -> key + code))
                .map(key -> messages.getMessage(key, null, null, locale))
                .filter(words -> words != null)
                .findFirst()
                .orElse(null);
    }

    /** From the most to the least exact. */
    private static Stream<String> codes(Reason reason) {
        var status = reason.status();
        var subject = status.substring(0, Math.max(0, status.lastIndexOf('.')));
        return Stream.of(
                        reason.code() + "-" + status,
                        status,
                        subject,
                        reason.code() / 100 == 4 ? "4" : "")
                .filter(code -> !code.isEmpty());
    }
}
