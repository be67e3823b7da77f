package org.bocau.rules;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * That somebody is away, and what those who write are answered. RFC 5230.
 *
 * @param from the first day, in the zone of the account; null from now on
 * @param until the last day; null until it is switched off
 * @param days how many pass before the same sender is answered again, 1 to 30
 */
public record Absence(
        boolean enabled,
        @Nullable LocalDate from,
        @Nullable LocalDate until,
        String subject,
        String text,
        int days) {
    public static final Absence NONE = new Absence(false, null, null, "", "", 7);
}
