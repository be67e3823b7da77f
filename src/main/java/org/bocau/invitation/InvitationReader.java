package org.bocau.invitation;

import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.TimezoneInfo;
import biweekly.io.text.ICalReader;
import biweekly.property.Attendee;
import biweekly.property.DateOrDateTimeProperty;
import biweekly.property.ValuedProperty;
import biweekly.util.ICalDate;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bocau.invitation.Invitation.Answer;
import org.bocau.invitation.Invitation.Guest;
import org.bocau.invitation.Invitation.Method;
import org.bocau.invitation.Invitation.Moment;
import org.bocau.invitation.Invitation.Person;
import org.jspecify.annotations.Nullable;

/** Reads the first event of an iCalendar object. RFC 5545, and its method as RFC 5546 has it. */
public final class InvitationReader {
    /** Characters of an object that is looked at; a larger one is a file like any other. */
    public static final int MAX_LENGTH = 512 * 1024;

    /** Four digits a year are what the format and people have. */
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    private static final int MAX_GUESTS = 200;
    private static final int MAX_LINE = 300;
    private static final int MAX_TEXT = 4000;

    private InvitationReader() {}

    /** Null when it holds no event, or none that is about inviting. */
    public static @Nullable Invitation read(String calendar) {
        if (calendar.length() > MAX_LENGTH) return null;
        try (var reader = new ICalReader(TimeZones.tamed(calendar))) {
            var object = reader.readNext();
            if (object == null || object.getEvents().isEmpty()) return null;
            var method = method(object);
            return method == null ? null : invitation(method, object);
        } catch (IOException | RuntimeException unreadable) {
            return null; // the library throws of all kinds at what is no calendar
        }
    }

    private static @Nullable Method method(ICalendar object) {
        var method = value(object.getMethod());
        return switch (method.toUpperCase(Locale.ROOT)) {
            case "REQUEST" -> Method.REQUEST;
            case "CANCEL" -> Method.CANCEL;
            case "REPLY" -> Method.REPLY;
            case "PUBLISH", "" -> Method.PUBLISH;
            default -> null;
        };
    }

    private static @Nullable Invitation invitation(Method method, ICalendar object) {
        var event = object.getEvents().getFirst();
        var zones = object.getTimezoneInfo();
        var start = moment(event.getDateStart(), zones);
        var uid = value(event.getUid());
        if (start == null || uid.isEmpty() || uid.length() > MAX_LINE) return null;
        var sequence = event.getSequence() == null ? null : event.getSequence().getValue();
        return new Invitation(
                method,
                uid,
                sequence == null ? 0 : sequence,
                text(value(event.getSummary()), MAX_LINE).replace('\n', ' '),
                text(value(event.getLocation()), MAX_LINE).replace('\n', ' '),
                text(value(event.getDescription()), MAX_TEXT),
                start,
                end(event, start, zones),
                moment(event.getRecurrenceId(), zones),
                RepetitionReader.of(event.getRecurrenceRule(), zones),
                organizer(event),
                guests(event));
    }

    private static String value(@Nullable ValuedProperty<String> property) {
        return property == null || property.getValue() == null ? "" : property.getValue().strip();
    }

    private static @Nullable Moment moment(
            @Nullable DateOrDateTimeProperty property, TimezoneInfo zones) {
        if (property == null || property.getValue() == null) return null;
        return moment(property.getValue(), zones.isFloating(property));
    }

    static @Nullable Moment moment(ICalDate date, boolean floating) {
        var raw = date.getRawComponents();
        try {
            if (!date.hasTime() && raw != null) {
                return new Moment.Day(LocalDate.of(raw.getYear(), raw.getMonth(), raw.getDate()));
            }
            if (floating && raw != null) {
                return new Moment.Local(
                        LocalDateTime.of(
                                raw.getYear(),
                                raw.getMonth(),
                                raw.getDate(),
                                raw.getHour(),
                                raw.getMinute()));
            }
            var instant = date.toInstant();
            return instant.isBefore(END_OF_TIME) ? new Moment.At(instant) : null;
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    /** RFC 5545 §3.6.1: an end, or a duration, or neither. */
    private static @Nullable Moment end(VEvent event, Moment start, TimezoneInfo zones) {
        var end = moment(event.getDateEnd(), zones);
        if (end != null || event.getDuration() == null || event.getDuration().getValue() == null) {
            return end;
        }
        var length = java.time.Duration.ofMillis(event.getDuration().getValue().toMillis());
        if (length.isNegative() || length.toDays() > 3660) return null;
        return switch (start) {
            case Moment.At(var instant) -> new Moment.At(instant.plus(length));
            case Moment.Local(var time) -> new Moment.Local(time.plus(length));
            case Moment.Day(var day) -> new Moment.Day(day.plusDays(length.toDays()));
        };
    }

    private static @Nullable Person organizer(VEvent event) {
        var organizer = event.getOrganizer();
        if (organizer == null) return null;
        var address = address(organizer.getEmail(), organizer.getUri());
        return address.isEmpty() ? null : person(organizer.getCommonName(), address);
    }

    private static List<Guest> guests(VEvent event) {
        var guests = new ArrayList<Guest>();
        for (var attendee : event.getAttendees()) {
            var address = address(attendee.getEmail(), attendee.getUri());
            if (address.isEmpty() || guests.size() >= MAX_GUESTS) continue;
            guests.add(new Guest(person(attendee.getCommonName(), address), answer(attendee)));
        }
        return guests;
    }

    private static Person person(@Nullable String name, String address) {
        var shown = text(name == null ? "" : name, MAX_LINE).replace('\n', ' ');
        return new Person(shown.equalsIgnoreCase(address) ? "" : shown, address);
    }

    private static String address(@Nullable String email, @Nullable String uri) {
        var text = email != null ? email : uri == null ? "" : uri;
        var address = text.replaceFirst("(?i)^mailto:", "").strip();
        return address.length() <= 320 && address.indexOf('@') > 0 ? text(address, 320) : "";
    }

    private static Answer answer(Attendee attendee) {
        var status = attendee.getParticipationStatus();
        var name = status == null ? "" : String.valueOf(status.getValue());
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "ACCEPTED" -> Answer.ACCEPTED;
            case "TENTATIVE" -> Answer.TENTATIVE;
            case "DECLINED" -> Answer.DECLINED;
            default -> Answer.NONE;
        };
    }

    /** Bounded, and without what turns writing around or controls anything (T52). */
    private static String text(String raw, int most) {
        var out = new StringBuilder();
        raw.replace("\r\n", "\n")
                .codePoints()
                .limit(most)
                .filter(c -> c == '\n' || !Character.isISOControl(c))
                .filter(c -> !(c >= 0x202A && c <= 0x202E) && !(c >= 0x2066 && c <= 0x2069))
                .forEach(out::appendCodePoint);
        return out.toString().strip();
    }
}
