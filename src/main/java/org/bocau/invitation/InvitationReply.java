package org.bocau.invitation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.bocau.invitation.Invitation.Answer;
import org.bocau.invitation.Invitation.Moment;
import org.bocau.invitation.Invitation.Person;

/**
 * Writes the answer to an invitation: the same event, and of its guests the one who answers. RFC
 * 5546 §3.2.3. Lines are made here and not by the library, which would write times in its own zone.
 */
public final class InvitationReply {
    private static final int LINE_OCTETS = 75; // RFC 5545 §3.1
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

    private InvitationReply() {}

    /**
     * @param guest who answers
     * @param now when
     * @throws IllegalArgumentException the invitation has no organizer to answer to
     */
    public static String write(Invitation invitation, Person guest, Answer answer, Instant now) {
        var organizer = invitation.organizer();
        if (organizer == null) throw new IllegalArgumentException("nobody to answer to");
        var lines = new ArrayList<String>();
        lines.add("BEGIN:VCALENDAR");
        lines.add("VERSION:2.0");
        lines.add("PRODID:-//Bo Cau//Webmail//EN");
        lines.add("METHOD:REPLY");
        lines.add("BEGIN:VEVENT");
        lines.add("UID:" + escaped(invitation.uid()));
        lines.add("DTSTAMP:" + utc(now));
        lines.add("SEQUENCE:" + invitation.sequence());
        lines.add("DTSTART" + value(invitation.start()));
        if (invitation.end() != null) lines.add("DTEND" + value(invitation.end()));
        if (invitation.instance() != null) {
            lines.add("RECURRENCE-ID" + value(invitation.instance()));
        }
        if (!invitation.title().isEmpty()) lines.add("SUMMARY:" + escaped(invitation.title()));
        lines.add("ORGANIZER" + person(organizer));
        lines.add("ATTENDEE;PARTSTAT=" + answer.name() + person(guest));
        lines.add("REQUEST-STATUS:2.0;Success");
        lines.add("END:VEVENT");
        lines.add("END:VCALENDAR");
        return folded(lines);
    }

    private static String value(Moment moment) {
        return switch (moment) {
            case Moment.At(var instant) -> ":" + utc(instant);
            case Moment.Local(var time) -> ":" + LOCAL.format(time);
            case Moment.Day(var day) ->
                    ";VALUE=DATE:" + DateTimeFormatter.BASIC_ISO_DATE.format(day);
        };
    }

    private static String utc(Instant instant) {
        return LOCAL.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)) + "Z";
    }

    /** §3.2: a parameter's value has no quotes and no controls; an address no line end. */
    private static String person(Person person) {
        var name = person.name().replaceAll("[\"\\p{Cntrl}]", " ").strip();
        var address = person.address().replaceAll("[\\p{Cntrl}\\s]", "");
        return (name.isEmpty() ? "" : ";CN=\"" + name + "\"") + ":mailto:" + address;
    }

    /** §3.3.11. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replaceAll("\\r?\\n", "\\\\n")
                .replaceAll("\\p{Cntrl}", " ");
    }

    /** §3.1: no line over 75 octets, no character cut in two. */
    private static String folded(List<String> lines) {
        var out = new StringBuilder();
        for (var line : lines) {
            int octets = 0;
            for (int i = 0; i < line.length(); ) {
                int c = line.codePointAt(i);
                int size = Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
                if (octets + size > LINE_OCTETS) {
                    out.append("\r\n ");
                    octets = 1;
                }
                out.appendCodePoint(c);
                octets += size;
                i += Character.charCount(c);
            }
            out.append("\r\n");
        }
        return out.toString();
    }
}
