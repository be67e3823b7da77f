package org.bocau.filter;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** RFC 5260 §4.2. */
enum DatePart {
    YEAR("uuuu"),
    MONTH("MM"),
    DAY("dd"),
    DATE("uuuu-MM-dd"),
    HOUR("HH"),
    MINUTE("mm"),
    SECOND("ss"),
    TIME("HH:mm:ss"),
    ISO8601("uuuu-MM-dd'T'HH:mm:ssxxx"),
    ZONE("xx"),
    /** 0 is Sunday. */
    WEEKDAY("e");

    private final DateTimeFormatter format;

    DatePart(String pattern) {
        this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    String of(ZonedDateTime time) {
        return this == WEEKDAY
                ? Integer.toString(time.getDayOfWeek().getValue() % 7)
                : format.format(time);
    }
}
