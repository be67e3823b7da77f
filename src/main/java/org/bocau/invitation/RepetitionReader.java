package org.bocau.invitation;

import biweekly.io.TimezoneInfo;
import biweekly.property.RecurrenceRule;
import biweekly.util.ByDay;
import biweekly.util.Recurrence;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.bocau.invitation.Invitation.Frequency;
import org.bocau.invitation.Invitation.Moment;
import org.bocau.invitation.Invitation.Repetition;
import org.jspecify.annotations.Nullable;

/** Tells the rules that a sentence can say from those that it cannot. Nothing is counted out. */
final class RepetitionReader {
    private RepetitionReader() {}

    static @Nullable Repetition of(@Nullable RecurrenceRule property, TimezoneInfo zones) {
        if (property == null || property.getValue() == null) return null;
        var rule = property.getValue();
        var frequency = isSimple(rule) ? frequency(rule) : null;
        var interval = rule.getInterval();
        var count = rule.getCount();
        return new Repetition(
                frequency,
                interval == null || interval < 1 ? 1 : interval,
                frequency == Frequency.WEEKLY ? days(rule.getByDay()) : List.of(),
                count == null ? 0 : Math.max(0, count),
                until(rule));
    }

    private static boolean isSimple(Recurrence rule) {
        boolean days =
                rule.getByDay().isEmpty()
                        || (String.valueOf(rule.getFrequency()).equals("WEEKLY")
                                && rule.getByDay().stream().allMatch(day -> day.getNum() == null));
        return days
                && rule.getBySecond().isEmpty()
                && rule.getByMinute().isEmpty()
                && rule.getByHour().isEmpty()
                && rule.getByMonthDay().size() < 2
                && rule.getByMonth().size() < 2
                && rule.getByYearDay().isEmpty()
                && rule.getByWeekNo().isEmpty()
                && rule.getBySetPos().isEmpty();
    }

    private static @Nullable Frequency frequency(Recurrence rule) {
        return switch (String.valueOf(rule.getFrequency())) {
            case "DAILY" -> Frequency.DAILY;
            case "WEEKLY" -> Frequency.WEEKLY;
            case "MONTHLY" -> Frequency.MONTHLY;
            case "YEARLY" -> Frequency.YEARLY;
            default -> null;
        };
    }

    private static List<DayOfWeek> days(List<ByDay> days) {
        return days.stream()
                .map(day -> DayOfWeek.valueOf(day.getDay().name()))
                .distinct()
                .sorted()
                .toList();
    }

    private static @Nullable LocalDate until(Recurrence rule) {
        if (rule.getUntil() == null) return null;
        return switch (InvitationReader.moment(rule.getUntil(), false)) {
            case Moment.Day(var day) -> day;
            case Moment.At(var instant) -> instant.atOffset(ZoneOffset.UTC).toLocalDate();
            case Moment.Local(var time) -> time.toLocalDate();
            case null -> null;
        };
    }
}
