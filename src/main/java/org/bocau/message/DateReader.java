package org.bocau.message;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Dates of header fields: RFC 5322 §3.3 with the obsolete forms of §4.3 (two-digit years, named
 * zones, comments), and what else is met (asctime, dashes, no seconds, no zone).
 */
public final class DateReader {
    private static final int LONGEST = 200;
    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");

    private int day = -1;
    private int month = -1;
    private int year = -1;
    private int @Nullable [] time;
    private ZoneOffset zone = ZoneOffset.UTC;
    private boolean zoned;

    private DateReader() {}

    /** The date with its own zone (UTC when that is unknown), or null when it is none. */
    public static @Nullable OffsetDateTime read(String text) {
        var reader = new DateReader();
        for (var word : words(text)) {
            reader.take(word);
        }
        return reader.date();
    }

    private static List<String> words(String text) {
        var plain =
                ContentType.withoutComments(text.substring(0, Math.min(LONGEST, text.length())));
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        for (int i = 0; i <= plain.length(); i++) {
            char c = i < plain.length() ? plain.charAt(i) : ' ';
            boolean dash = c == '-' && !word.isEmpty() && i + 1 < plain.length();
            if (c == ' ' || c == '\t' || c == ',' || dash) {
                if (!word.isEmpty()) {
                    words.add(word.toString().toLowerCase(Locale.ROOT));
                    word.setLength(0);
                }
                if (dash && hasTime(words)) {
                    word.append('-'); // 03:18:00-0500
                }
            } else {
                word.append(c);
            }
        }
        return words;
    }

    private static boolean hasTime(List<String> words) {
        return words.stream().anyMatch(word -> word.indexOf(':') > 0);
    }

    /** Each word says by its form what it is, so that their order does not matter. */
    private void take(String word) {
        char c = word.charAt(0);
        if (word.indexOf(':') > 0 && Ascii.isDigit(c)) {
            takeTime(word);
        } else if (c == '+' || c == '-') {
            takeOffset(word);
        } else if (word.chars().allMatch(Ascii::isDigit)) {
            takeNumber(word);
        } else if (month < 0 && word.length() >= 3 && MONTHS.contains(word.substring(0, 3))) {
            month = 1 + MONTHS.indexOf(word.substring(0, 3));
        } else if (time != null && !zoned) {
            zone = named(word);
            zoned = true;
        }
    }

    private void takeTime(String word) {
        int plus = word.indexOf('+');
        if (plus > 0) {
            takeTime(word.substring(0, plus));
            takeOffset(word.substring(plus));
            return;
        }
        var parts = word.split(":", -1);
        if (time != null || parts.length > 3) {
            return;
        }
        var found = new int[3];
        for (int i = 0; i < parts.length; i++) {
            found[i] = number(parts[i], 2);
        }
        if (found[0] <= 23 && found[0] >= 0 && found[1] >= 0 && found[1] <= 59 && found[2] <= 60) {
            found[2] = Math.clamp(found[2], 0, 59); // a leap second
            time = found;
        }
    }

    private void takeNumber(String word) {
        if (day < 0 && word.length() <= 2) {
            day = number(word, 2);
        } else if (year < 0 && word.length() <= 4) {
            year = number(word, 4);
            // RFC 5322 §4.3: 00-49 are 2000s, 50-99 and three digits count from 1900.
            if (word.length() == 2) {
                year += year < 50 ? 2000 : 1900;
            } else if (word.length() == 3) {
                year += 1900;
            }
        }
    }

    private void takeOffset(String word) {
        int digits = word.length() == 5 ? number(word.substring(1), 4) : -1;
        if (!zoned && digits >= 0 && digits % 100 <= 59 && digits / 100 <= 17) {
            int minutes = digits / 100 * 60 + digits % 100;
            zone = ZoneOffset.ofTotalSeconds(60 * (word.charAt(0) == '-' ? -minutes : minutes));
            zoned = true;
        }
    }

    /** RFC 5322 §4.3: the zones of North America; all others, military ones too, are -0000. */
    private static ZoneOffset named(String word) {
        int hours =
                switch (word) {
                    case "edt" -> -4;
                    case "est", "cdt" -> -5;
                    case "cst", "mdt" -> -6;
                    case "mst", "pdt" -> -7;
                    case "pst" -> -8;
                    default -> 0;
                };
        return ZoneOffset.ofHours(hours);
    }

    private @Nullable OffsetDateTime date() {
        if (day < 1 || month < 1 || year < 1) {
            return null;
        }
        int[] clock = time == null ? new int[3] : time; // RFC 5256 §2.2: 00:00:00
        try {
            return OffsetDateTime.of(year, month, day, clock[0], clock[1], clock[2], 0, zone);
        } catch (DateTimeException e) { // 30 February
            return null;
        }
    }

    private static int number(String digits, int most) {
        if (digits.isEmpty()
                || digits.length() > most
                || !digits.chars().allMatch(Ascii::isDigit)) {
            return -1;
        }
        return Integer.parseInt(digits);
    }
}
