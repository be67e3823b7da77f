package org.bocau.invitation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes the time zones of an object harmless before the library computes with them: it counts
 * through their rules, and a rule may say every second for a thousand years. What time zones need
 * is one day a year.
 */
final class TimeZones {
    private static final int MAX_ZONES = 20;
    private static final int MAX_DATES = 50;
    private static final String FIRST_YEAR = "1970";
    private static final Pattern DATE = Pattern.compile("(DTSTART[^:]*:)([0-9]{4})([0-9]{4}T.*)");
    private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]");
    private static final Pattern YEARLY =
            Pattern.compile(
                    "RRULE:(?:(?:FREQ=YEARLY|INTERVAL=1|BYMONTH=[0-9]{1,2}|BYDAY=[+-]?[1-5]?(?:SU|MO|TU|WE|TH|FR|SA)"
                            + "|BYMONTHDAY=-?[0-9]{1,2}(?:,-?[0-9]{1,2}){0,6}|WKST=[A-Z]{2}|UNTIL=[0-9TZ]{8,16}|COUNT=[0-9]{1,3})(?:;|$))+");

    private TimeZones() {}

    /** The object unfolded, its time zones without what no time zone needs. RFC 5545 §3.1. */
    static String tamed(String calendar) {
        var kept = new ArrayList<String>();
        boolean inside = false;
        int zones = 0;
        int dates = 0;
        for (var line : unfolded(calendar)) {
            var upper = line.strip().toUpperCase(Locale.ROOT);
            if (upper.equals("BEGIN:VTIMEZONE")) {
                inside = true;
                zones++;
            }
            boolean rule = upper.startsWith("RRULE") && !YEARLY.matcher(upper).matches();
            boolean date = upper.startsWith("RDATE") && ++dates > MAX_DATES;
            boolean exception = upper.startsWith("EXRULE") || upper.startsWith("EXDATE");
            boolean drop = inside && (zones > MAX_ZONES || rule || date || exception);
            if (!drop) kept.add(inside && upper.startsWith("DTSTART") ? young(upper) : line);
            if (upper.equals("END:VTIMEZONE")) inside = false;
        }
        return String.join("\r\n", kept) + "\r\n";
    }

    /** Outlook begins its zones in the year 1601: four hundred years to count through. */
    private static String young(String line) {
        var begin = DATE.matcher(line);
        if (!begin.matches()) return "X-" + line;
        boolean ancient = begin.group(2).compareTo(FIRST_YEAR) < 0;
        return begin.group(1) + (ancient ? FIRST_YEAR : begin.group(2)) + begin.group(3);
    }

    private static List<String> unfolded(String calendar) {
        return FOLD.matcher(calendar).replaceAll("").lines().toList();
    }
}
