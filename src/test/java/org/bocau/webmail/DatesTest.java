package org.bocau.webmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Dates as lists show them. */
class DatesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    @Test
    void datesAreAsBriefAsTheyCanBe() {
        var zone = ZoneId.of("Asia/Ho_Chi_Minh");
        assertThat(Dates.brief(Instant.parse("2026-11-22T01:30:00Z"), NOW, zone, Locale.ENGLISH))
                .isEqualTo("08:30");
        assertThat(Dates.brief(Instant.parse("2026-11-20T01:30:00Z"), NOW, zone, Locale.ENGLISH))
                .isEqualTo("Fri");
        assertThat(Dates.brief(Instant.parse("2026-03-01T01:30:00Z"), NOW, zone, Locale.ENGLISH))
                .isEqualTo("1 Mar");
        assertThat(Dates.brief(Instant.parse("2026-03-01T01:30:00Z"), NOW, zone, Locale.of("vi")))
                .isEqualTo("1 thg 3");
        assertThat(Dates.brief(Instant.parse("2024-03-01T01:30:00Z"), NOW, zone, Locale.ENGLISH))
                .isEqualTo("01/03/2024");
    }

    /** A letter says the hour as the list does: 19:15, not 7:15 PM. */
    @Test
    void lettersAndListsHaveTheSameHours() {
        var zone = ZoneId.of("Asia/Ho_Chi_Minh");
        var evening = Instant.parse("2026-11-22T12:15:00Z");
        assertThat(Dates.medium(evening, zone, Locale.ENGLISH)).isEqualTo("22 Nov 2026, 19:15");
        assertThat(Dates.full(evening, zone, Locale.ENGLISH))
                .isEqualTo("Sunday, 22 November 2026, 19:15");
        assertThat(Dates.full(evening, zone, Locale.of("vi"))).contains("19:15", "22 tháng 11");
    }
}
