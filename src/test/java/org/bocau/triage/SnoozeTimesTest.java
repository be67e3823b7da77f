package org.bocau.triage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnoozeTimesTest {
    private static final ZoneId SAIGON = ZoneId.of("Asia/Ho_Chi_Minh");

    private static List<String> offered(String here) {
        var now = LocalDateTime.parse(here).atZone(SAIGON).toInstant();
        return SnoozeTimes.choices(now, SAIGON).stream()
                .map(choice -> choice.key() + " " + choice.at().toLocalDateTime())
                .toList();
    }

    @Test
    void inTheMiddleOfTheWeek() {
        assertThat(offered("2026-11-25T10:20"))
                .containsExactly(
                        "later 2026-11-25T13:00",
                        "tomorrow 2026-11-26T08:00",
                        "weekend 2026-11-28T08:00",
                        "week 2026-11-30T08:00");
    }

    @Test
    void onSundayTomorrowIsNextWeekAndOfferedOnce() {
        assertThat(offered("2026-11-22T10:20"))
                .containsExactly("later 2026-11-22T13:00", "tomorrow 2026-11-23T08:00");
    }

    @Test
    void onFridayTheWeekendIsTomorrow() {
        assertThat(offered("2026-11-27T10:20"))
                .containsExactly(
                        "later 2026-11-27T13:00",
                        "tomorrow 2026-11-28T08:00",
                        "week 2026-11-30T08:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-25T20:10", "2026-11-25T23:59", "2026-11-25T22:00"})
    void lateInTheEveningNothingIsLaterToday(String here) {
        assertThat(offered(here)).first().isEqualTo("tomorrow 2026-11-26T08:00");
    }

    @ParameterizedTest
    @CsvSource({
        "week, 2026-11-23T08:00", // not offered on a Sunday, but the page may be of Saturday
        "tomorrow, 2026-11-23T08:00",
        "2026-12-24T18:30, 2026-12-24T18:30"
    })
    void readsAChoiceAndATime(String text, String local) {
        var now = LocalDateTime.parse("2026-11-22T10:20").atZone(SAIGON).toInstant();
        assertThat(SnoozeTimes.read(text, now, SAIGON))
                .contains(LocalDateTime.parse(local).atZone(SAIGON).toInstant());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "never",
                "2026-11-22T10:20", // now
                "2026-11-21T08:00", // past
                "2032-01-01T08:00", // further than five years
                "2026-02-30T08:00",
                "tomorrow "
            })
    void readsNothingElse(String text) {
        var now = LocalDateTime.parse("2026-11-22T10:20").atZone(SAIGON).toInstant();
        assertThat(SnoozeTimes.read(text, now, SAIGON)).isEmpty();
    }

    /** In Berlin there is no 02:30 on that day: the clocks go from 02:00 to 03:00. */
    @Test
    void anHourThatIsLeftOutIsTheNext() {
        var berlin = ZoneId.of("Europe/Berlin");
        var now = LocalDateTime.parse("2027-03-27T10:00").atZone(berlin).toInstant();
        assertThat(SnoozeTimes.read("2027-03-28T02:30", now, berlin))
                .contains(LocalDateTime.parse("2027-03-28T03:30").atZone(berlin).toInstant());
    }
}
