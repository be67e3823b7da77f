package org.bocau.imap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** {@code date} and {@code date-time} of RFC 3501 §9. */
final class ImapDates {
    /** Day in one or two digits: {@code 1-Feb-1994}. */
    private static final DateTimeFormatter DATE = formatter("d-MMM-uuuu");

    private static final DateTimeFormatter DATE_TIME = formatter("d-MMM-uuuu HH:mm:ss xx");

    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("dd-MMM-uuuu HH:mm:ss xx", Locale.ENGLISH);

    private ImapDates() {}

    private static DateTimeFormatter formatter(String pattern) {
        return new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }

    static LocalDate parseDate(String text) {
        try {
            return inRange(LocalDate.parse(text, DATE));
        } catch (DateTimeException unreadable) {
            throw ImapRefusal.bad("date expected, like 1-Feb-1994");
        }
    }

    /** The day may have one digit after a space: {@code date-day-fixed}. */
    static Instant parseDateTime(String text) {
        try {
            var when =
                    OffsetDateTime.parse(
                            text.startsWith(" ") ? text.substring(1) : text, DATE_TIME);
            inRange(when.toLocalDate());
            return when.toInstant();
        } catch (DateTimeException unreadable) {
            throw ImapRefusal.bad("date and time expected, like \"17-Jul-1996 02:44:25 -0700\"");
        }
    }

    private static LocalDate inRange(LocalDate date) {
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw new DateTimeException("four digits of a year after Christ");
        }
        return date;
    }

    /** In UTC: where the message arrived is not stored. */
    static String dateTime(Instant when) {
        return WRITTEN.format(when.atOffset(ZoneOffset.UTC));
    }
}
