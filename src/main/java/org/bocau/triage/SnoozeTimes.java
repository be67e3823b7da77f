package org.bocau.triage;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The times one can put a message off until, in the reader's own zone. */
public final class SnoozeTimes {
    private static final LocalTime MORNING = LocalTime.of(8, 0);
    private static final int LATEST_HOUR = 22; // "later today" is not the middle of the night
    private static final int LATER_HOURS = 3;
    private static final Duration LONGEST = Duration.ofDays(5 * 366);

    private SnoozeTimes() {}

    /**
     * A choice.
     *
     * @param key {@code later}, {@code tomorrow}, {@code weekend}, {@code week}
     */
    public record Choice(String key, ZonedDateTime at) {
        public Instant instant() {
            return at.toInstant();
        }
    }

    /** What is offered at this moment, the soonest first; no time is offered twice. */
    public static List<Choice> choices(Instant now, ZoneId zone) {
        var here = now.atZone(zone);
        var later = later(here);
        boolean midweek = here.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) < 0;
        var choices = new LinkedHashMap<ZonedDateTime, Choice>();
        for (var choice : all(here)) {
            boolean offered =
                    switch (choice.key()) {
                        case "later" ->
                                later.toLocalDate().equals(here.toLocalDate())
                                        && later.getHour() <= LATEST_HOUR;
                        case "weekend" -> midweek;
                        default -> true;
                    };
            if (offered) choices.putIfAbsent(choice.at(), choice); // Sunday: tomorrow is next week
        }
        return List.copyOf(choices.values());
    }

    private static List<Choice> all(ZonedDateTime here) {
        return List.of(
                new Choice("later", later(here)),
                new Choice("tomorrow", morning(here.plusDays(1))),
                new Choice(
                        "weekend", morning(here.with(TemporalAdjusters.next(DayOfWeek.SATURDAY)))),
                new Choice("week", morning(here.with(TemporalAdjusters.next(DayOfWeek.MONDAY)))));
    }

    private static ZonedDateTime later(ZonedDateTime here) {
        return here.plusHours(LATER_HOURS).truncatedTo(ChronoUnit.HOURS);
    }

    private static ZonedDateTime morning(ZonedDateTime day) {
        return day.toLocalDate().atTime(MORNING).atZone(day.getZone());
    }

    /**
     * What a choice means now, also one that is not offered any more since the page was made.
     *
     * @param text the key of a choice, or a local date and time: {@code 2026-11-25T08:00}
     * @return empty where it means nothing, is past, or further away than five years
     */
    public static Optional<Instant> read(String text, Instant now, ZoneId zone) {
        var chosen =
                all(now.atZone(zone)).stream()
                        .filter(choice -> choice.key().equals(text))
                        .map(Choice::instant)
                        .findFirst()
                        .or(() -> local(text, zone));
        return chosen.filter(at -> at.isAfter(now) && at.isBefore(now.plus(LONGEST)));
    }

    private static Optional<Instant> local(String text, ZoneId zone) {
        try {
            return Optional.of(LocalDateTime.parse(text).atZone(zone).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
