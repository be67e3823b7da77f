package org.bocau.webmail;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Dates as people read them: short in lists, whole where they are looked at. */
public final class Dates {
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("yyyy-MM", Locale.ROOT);

    /** A list writes three dates a row; reading a pattern costs more than writing a date by it. */
    private static final Map<Written, DateTimeFormatter> FORMATTERS = new ConcurrentHashMap<>();

    private Dates() {}

    /** A way to write dates: few patterns in few languages. */
    private record Written(String pattern, Locale locale) {}

    private static DateTimeFormatter by(String pattern, Locale locale) {
        return FORMATTERS.computeIfAbsent(
                new Written(pattern, locale),
                written -> DateTimeFormatter.ofPattern(written.pattern(), written.locale()));
    }

    /** Today the time, this week the weekday, this year the day, else the date. */
    static String brief(Instant instant, Instant now, ZoneId zone, Locale locale) {
        var at = instant.atZone(zone);
        var today = now.atZone(zone);
        long days = ChronoUnit.DAYS.between(at.toLocalDate(), today.toLocalDate());
        if (days == 0) return at.format(by("HH:mm", locale));
        if (days > 0 && days < 7) return at.format(by("EEE", locale));
        boolean thisYear = at.getYear() == today.getYear();
        return at.format(thisYear ? day(locale) : numbers(at, locale));
    }

    /** Of a time to come: today the hour, within a week the weekday with it, later the day. */
    static String soon(Instant instant, Instant now, ZoneId zone, Locale locale) {
        var at = instant.atZone(zone);
        var hour = at.format(by("HH:mm", locale));
        long days = ChronoUnit.DAYS.between(now.atZone(zone).toLocalDate(), at.toLocalDate());
        if (days == 0) return hour;
        var weekday = at.format(by("EEE", locale));
        if (days > 0 && days < 7) return weekday + " " + hour;
        boolean thisYear = at.getYear() == now.atZone(zone).getYear();
        return at.format(thisYear ? day(locale) : numbers(at, locale)) + " " + hour;
    }

    /**
     * What stands above the mail of one day, or of one month once a week has passed.
     *
     * @param key the same for all that stand under it
     * @param word {@code today} or {@code yesterday}, null for others
     * @param text the day or month in words
     */
    public record Head(String key, @Nullable String word, String text) {}

    static Head head(Instant instant, Instant now, ZoneId zone, Locale locale) {
        var at = instant.atZone(zone);
        long days = ChronoUnit.DAYS.between(at.toLocalDate(), now.atZone(zone).toLocalDate());
        if (!isNear(days)) {
            var month = at.format(by("LLLL yyyy", locale));
            return new Head("m" + at.format(MONTH), null, capital(month, locale));
        }
        var word = days == 0 ? "today" : days == 1 ? "yesterday" : null;
        var pattern = locale.getLanguage().equals("vi") ? "EEEE, d 'tháng' M" : "EEEE, d MMMM";
        var day = at.format(by(pattern, locale));
        return new Head("d" + at.toLocalDate().toEpochDay(), word, capital(day, locale));
    }

    /** Days of the last week have heads of their own. */
    private static boolean isNear(long days) {
        return days >= 0 && days < 7;
    }

    private static String capital(String text, Locale locale) {
        return text.substring(0, 1).toUpperCase(locale) + text.substring(1);
    }

    /** The time on a day, the day in a month. */
    static String underHead(Instant instant, Instant now, ZoneId zone, Locale locale) {
        var at = instant.atZone(zone);
        long days = ChronoUnit.DAYS.between(at.toLocalDate(), now.atZone(zone).toLocalDate());
        return at.format(isNear(days) ? by("HH:mm", locale) : day(locale));
    }

    private static DateTimeFormatter day(Locale locale) {
        var pattern = locale.getLanguage().equals("vi") ? "d 'thg' M" : "d MMM";
        return by(pattern, locale);
    }

    private static DateTimeFormatter numbers(ZonedDateTime at, Locale locale) {
        return by("dd/MM/yyyy", locale).withZone(at.getZone());
    }

    /** Date and time without the weekday. */
    static String medium(Instant instant, ZoneId zone, Locale locale) {
        var style = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT);
        return instant.atZone(zone).format(style.withLocale(written(locale)));
    }

    /** The time of the day alone. */
    public static String time(Instant instant, ZoneId zone, Locale locale) {
        return instant.atZone(zone).format(by("HH:mm", locale));
    }

    /** The day and its year. */
    static String day(Instant instant, ZoneId zone, Locale locale) {
        var style = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG);
        return instant.atZone(zone).format(style.withLocale(written(locale)));
    }

    /** Day, time and all. */
    public static String full(Instant instant, ZoneId zone, Locale locale) {
        var style = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT);
        return instant.atZone(zone).format(style.withLocale(written(locale)));
    }

    /**
     * English without a country would be that of the USA: months first, and not the list's hours.
     */
    private static Locale written(Locale locale) {
        return locale.getLanguage().equals("en") ? Locale.UK : locale;
    }
}
