package org.bocau.tlsrpt;

import java.time.LocalDate;

/**
 * A day of sessions with a domain, as the page shows it.
 *
 * @param kinds what was wrong, in the words of RFC 8460; empty when nothing was
 * @param report the state of the report on it; {@code none} before the day is over
 */
record TlsLine(
        LocalDate day, String domain, long succeeded, long failed, String kinds, String report) {}
