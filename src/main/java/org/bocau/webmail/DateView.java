package org.bocau.webmail;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/** Dates in the reader's language and zone; in page models as {@code dates}. */
public record DateView(Instant now, ZoneId zone, Locale locale) {
    public String brief(Instant instant) {
        return Dates.brief(instant, now, zone, locale);
    }

    public String full(Instant instant) {
        return Dates.full(instant, zone, locale);
    }

    public String medium(Instant instant) {
        return Dates.medium(instant, zone, locale);
    }

    /** The day, without its hour. */
    public String day(Instant instant) {
        return Dates.day(instant, zone, locale);
    }

    /** A time to come: the day if it is not today, and the hour. */
    public String soon(Instant instant) {
        return Dates.soon(instant, now, zone, locale);
    }

    /** What a list says above the mail of that day or month. */
    public Dates.Head head(Instant instant) {
        return Dates.head(instant, now, zone, locale);
    }

    /** For a line under such a head: the time on a day, the day in a month. */
    public String underHead(Instant instant) {
        return Dates.underHead(instant, now, zone, locale);
    }

    /** Octets in a unit people know. */
    public String size(long octets) {
        if (octets < 1000) return octets + " B";
        if (octets < 999_500) return Math.round(octets / 1000.0) + " kB";
        return String.format(locale, "%.1f MB", octets / 1_000_000.0);
    }
}
