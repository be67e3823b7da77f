package org.bocau.compose;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times to send at, as people say them, in the zone of the one who writes. */
final class SendTimes {
    private static final LocalTime MORNING = LocalTime.of(8, 0);
    private static final LocalTime EVENING = LocalTime.of(18, 0);

    private SendTimes() {}

    /**
     * Which text says why this is no time to send at; null if it is one.
     *
     * @param longest how long the server holds a message; zero where it holds none
     */
    static @Nullable String problem(Instant at, Instant now, Duration longest) {
        if (!at.isAfter(now)) return "compose.problem.past";
        if (longest.isZero()) return "compose.problem.now-only";
        return at.isAfter(now.plus(longest)) ? "compose.problem.far" : null;
    }

    /**
     * A time that is offered.
     *
     * @param key {@code evening}, {@code tomorrow} or {@code monday}
     * @param value as {@link #read} takes it
     */
    record Offer(String key, String value, Instant at) {}

    /** Those that are still to come. */
    static List<Offer> offers(Instant now, ZoneId zone) {
        var here = LocalDateTime.ofInstant(now, zone);
        var offers = new ArrayList<Offer>();
        if (here.toLocalTime().isBefore(EVENING.minusHours(1))) {
            offers.add(offer("evening", here.toLocalDate().atTime(EVENING), zone));
        }
        offers.add(offer("tomorrow", here.toLocalDate().plusDays(1).atTime(MORNING), zone));
        var monday = here.toLocalDate().with(TemporalAdjusters.next(DayOfWeek.MONDAY));
        if (!monday.equals(here.toLocalDate().plusDays(1))) {
            offers.add(offer("monday", monday.atTime(MORNING), zone));
        }
        return offers;
    }

    private static Offer offer(String key, LocalDateTime at, ZoneId zone) {
        return new Offer(key, at.toString(), at.atZone(zone).toInstant());
    }

    /** What a field for date and time is given to begin with: the next full hour but one. */
    static String suggestion(Instant now, ZoneId zone) {
        return LocalDateTime.ofInstant(now, zone)
                .truncatedTo(ChronoUnit.HOURS)
                .plusHours(2)
                .toString();
    }

    /** {@code 2026-11-23T08:00} as a moment; null for anything else. */
    static @Nullable Instant read(String typed, ZoneId zone) {
        try {
            return LocalDateTime.parse(typed.strip()).atZone(zone).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
