package org.bocau.compose;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bocau.mailclient.Correspondent;
import org.bocau.webmail.Dates;

/**
 * A message that waits for its time, as its card shows it.
 *
 * @param anchor of its card
 * @param at as a field for date and time takes it
 */
record ScheduledView(
        long id, String anchor, String when, String at, String to, String subject, boolean copy) {
    static ScheduledView of(TakingBack.Waiting one, ZoneId zone, Locale locale) {
        var send = one.send();
        var copy = one.copy();
        var to =
                copy == null
                        ? ""
                        : Stream.of(copy.to(), copy.cc(), copy.bcc())
                                .flatMap(java.util.List::stream)
                                .map(Correspondent::label)
                                .collect(Collectors.joining(", "));
        var local = LocalDateTime.ofInstant(send.sendAt(), zone).truncatedTo(ChronoUnit.MINUTES);
        return new ScheduledView(
                send.id(),
                "m-" + send.uid(),
                Dates.full(send.sendAt(), zone, locale),
                local.toString(),
                to,
                copy == null ? "" : copy.subject(),
                copy != null);
    }
}
