package org.bocau.reading;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bocau.invitation.Invitation;
import org.bocau.invitation.Invitation.Answer;
import org.bocau.invitation.Invitation.Guest;
import org.bocau.invitation.Invitation.Method;
import org.bocau.invitation.Invitation.Moment;
import org.bocau.webmail.DateView;

/**
 * An invitation as a card.
 *
 * @param answered what the reader has said, or NONE
 * @param answerable the reader is asked, and there is somebody to tell
 */
record InvitationView(Invitation invitation, Answer answered, boolean answerable) {
    private static final int MOST_GUESTS = 8;

    public String title() {
        return invitation.title();
    }

    public boolean cancelled() {
        return invitation.method() == Method.CANCEL;
    }

    /** An answer to the reader's own invitation. */
    public boolean reply() {
        return invitation.method() == Method.REPLY;
    }

    /** Who answered, in a reply. */
    public Guest guest() {
        return invitation.guests().isEmpty()
                ? new Guest(new Invitation.Person("", ""), Answer.NONE)
                : invitation.guests().getFirst();
    }

    /** The first guests; {@link #moreGuests} are not among them. */
    public List<Guest> guests() {
        return invitation.guests().stream().limit(MOST_GUESTS).toList();
    }

    public int moreGuests() {
        return Math.max(0, invitation.guests().size() - MOST_GUESTS);
    }

    /** Month and day for the leaf of the calendar. */
    public String month(DateView dates) {
        return day(dates).getMonth().getDisplayName(TextStyle.SHORT, dates.locale());
    }

    public int dayOfMonth(DateView dates) {
        return day(dates).getDayOfMonth();
    }

    private LocalDate day(DateView dates) {
        return switch (invitation.start()) {
            case Moment.At(var instant) -> instant.atZone(dates.zone()).toLocalDate();
            case Moment.Local(var time) -> time.toLocalDate();
            case Moment.Day(var day) -> day;
        };
    }

    /** When it is, in the reader's zone and language; the end as short as it can be. */
    public String when(DateView dates) {
        var start = invitation.start();
        var end = invitation.end();
        var locale = dates.locale();
        if (start instanceof Moment.Day(var first)) {
            var last = end instanceof Moment.Day(var after) ? after.minusDays(1) : first;
            return last.isAfter(first)
                    ? day(first, locale) + " – " + day(last, locale)
                    : day(first, locale);
        }
        var from = zoned(start, dates.zone());
        if (end == null || end instanceof Moment.Day) return full(from, locale);
        var to = zoned(end, dates.zone());
        boolean sameDay = to.toLocalDate().equals(from.toLocalDate());
        return full(from, locale) + " – " + (sameDay ? time(to, locale) : full(to, locale));
    }

    /** The zone the times are in; empty for days, and for times that are the same everywhere. */
    public String zone(DateView dates) {
        if (!(invitation.start() instanceof Moment.At(var instant))) return "";
        return DateTimeFormatter.ofPattern("zzzz", dates.locale())
                .format(instant.atZone(dates.zone()));
    }

    private static ZonedDateTime zoned(Moment moment, ZoneId zone) {
        return switch (moment) {
            case Moment.At(var instant) -> instant.atZone(zone);
            case Moment.Local(var time) -> time.atZone(zone);
            case Moment.Day(var day) -> day.atStartOfDay(zone);
        };
    }

    private static String day(LocalDate day, Locale locale) {
        return day.format(DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale));
    }

    private static String full(ZonedDateTime time, Locale locale) {
        return day(time.toLocalDate(), locale) + ", " + time(time, locale);
    }

    private static String time(ZonedDateTime time, Locale locale) {
        return DateTimeFormatter.ofPattern("HH:mm", locale).format(time);
    }

    /** The days of a weekly rule: {@code Monday, Wednesday}. */
    public String days(DateView dates) {
        var rule = invitation.repetition();
        if (rule == null) return "";
        return rule.days().stream()
                .map((DayOfWeek day) -> day.getDisplayName(TextStyle.FULL, dates.locale()))
                .collect(Collectors.joining(", "));
    }

    /** The last day of the rule, or empty. */
    public String until(DateView dates) {
        var rule = invitation.repetition();
        if (rule == null || rule.until() == null) return "";
        return rule.until()
                .format(
                        DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                                .withLocale(dates.locale()));
    }
}
