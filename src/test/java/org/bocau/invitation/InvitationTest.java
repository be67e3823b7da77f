package org.bocau.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import org.bocau.invitation.Invitation.Answer;
import org.bocau.invitation.Invitation.Frequency;
import org.bocau.invitation.Invitation.Method;
import org.bocau.invitation.Invitation.Moment;
import org.bocau.invitation.Invitation.Person;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invitations as programs send them, and as nobody should (T29). */
class InvitationTest {
    private static final String ZONE =
            """
            BEGIN:VTIMEZONE
            TZID:Central Standard Time
            BEGIN:STANDARD
            DTSTART:16010101T020000
            TZOFFSETFROM:-0500
            TZOFFSETTO:-0600
            RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11
            END:STANDARD
            BEGIN:DAYLIGHT
            DTSTART:16010101T020000
            TZOFFSETFROM:-0600
            TZOFFSETTO:-0500
            RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3
            END:DAYLIGHT
            END:VTIMEZONE
            """;

    private static String calendar(String method, String zone, String... lines) {
        return ("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\nMETHOD:"
                        + method
                        + "\n"
                        + zone
                        + "BEGIN:VEVENT\nUID:42@calendar.example\nDTSTAMP:20261101T000000Z\n"
                        + String.join("\n", lines)
                        + "\nEND:VEVENT\nEND:VCALENDAR\n")
                .replace("\n", "\r\n");
    }

    private static Invitation read(String... lines) {
        return Objects.requireNonNull(InvitationReader.read(calendar("REQUEST", "", lines)));
    }

    @Test
    void readsWhatAnInvitationSays() {
        var invitation =
                read(
                        "SUMMARY:Họp nhóm\\, tuần 48",
                        "LOCATION:Phòng 4\\;\\nTầng 2",
                        "DESCRIPTION:Chương trình:\\n1. Ga",
                        "SEQUENCE:3",
                        "DTSTART:20261124T030000Z",
                        "DTEND:20261124T040000Z",
                        "ORGANIZER;CN=Trần Bình:MAILTO:binh@example.org",
                        "ATTENDEE;CN=\"An\";PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:an@example.org",
                        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:lan@example.org");
        assertThat(invitation.method()).isEqualTo(Method.REQUEST);
        assertThat(invitation.title()).isEqualTo("Họp nhóm, tuần 48");
        assertThat(invitation.place()).isEqualTo("Phòng 4; Tầng 2");
        assertThat(invitation.sequence()).isEqualTo(3);
        assertThat(invitation.start())
                .isEqualTo(new Moment.At(Instant.parse("2026-11-24T03:00:00Z")));
        assertThat(invitation.organizer()).isEqualTo(new Person("Trần Bình", "binh@example.org"));
        assertThat(invitation.guests())
                .extracting(Invitation.Guest::answer)
                .containsExactly(Answer.NONE, Answer.ACCEPTED);
    }

    @Test
    void timesComeInFourWays() {
        assertThat(read("DTSTART;VALUE=DATE:20261124").start())
                .isEqualTo(new Moment.Day(LocalDate.of(2026, 11, 24)));
        assertThat(read("DTSTART:20261124T100000").start())
                .isEqualTo(new Moment.Local(LocalDateTime.of(2026, 11, 24, 10, 0)));
        assertThat(read("DTSTART;TZID=Asia/Ho_Chi_Minh:20261124T100000").start())
                .isEqualTo(new Moment.At(Instant.parse("2026-11-24T03:00:00Z")));
        var outlook = "DTSTART;TZID=Central Standard Time:20260724T100000";
        var invitation =
                Objects.requireNonNull(InvitationReader.read(calendar("REQUEST", ZONE, outlook)));
        assertThat(invitation.start())
                .isEqualTo(new Moment.At(Instant.parse("2026-07-24T15:00:00Z")));
    }

    @Test
    void aDurationIsAnEnd() {
        var invitation = read("DTSTART:20261124T030000Z", "DURATION:PT90M");
        assertThat(invitation.end())
                .isEqualTo(new Moment.At(Instant.parse("2026-11-24T04:30:00Z")));
    }

    @Test
    void rulesThatWordsCanTell() {
        var rule =
                Objects.requireNonNull(
                        read(
                                        "DTSTART:20261124T030000Z",
                                        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,MO;UNTIL=20270301T000000Z")
                                .repetition());
        assertThat(rule.frequency()).isEqualTo(Frequency.WEEKLY);
        assertThat(rule.interval()).isEqualTo(2);
        assertThat(rule.days()).containsExactly(DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY);
        assertThat(rule.until()).isEqualTo(LocalDate.of(2027, 3, 1));
        var odd = read("DTSTART:20261124T030000Z", "RRULE:FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=1");
        assertThat(Objects.requireNonNull(odd.repetition()).frequency()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "BEGIN:VCALENDAR\r\nEND:VCALENDAR",
                "BEGIN:VCALENDAR\r\nMETHOD:COUNTER\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261124T030000Z\r\nEND:VEVENT\r\nEND:VCALENDAR",
                "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR",
                "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nDTSTART:20261124T030000Z\r\nEND:VEVENT\r\nEND:VCALENDAR",
                "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:99999999T999999Z"
            })
    void whatIsNoneIsNone(String text) {
        assertThat(InvitationReader.read(text)).isNull();
    }

    /** Rules are what counts: these would be counted out for years. */
    @Tag("T29")
    @Tag("T53")
    @Test
    @Timeout(10)
    void hostileRulesCostNothing() {
        var zone =
                ZONE.replace("FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11", "FREQ=SECONDLY")
                        .replace("BYDAY=2SU", "BYSECOND=0,1,2,3,4;BYMINUTE=0,1,2,3");
        var invitation =
                InvitationReader.read(
                        calendar(
                                "REQUEST",
                                zone.repeat(1000),
                                "DTSTART;TZID=Central Standard Time:20260724T100000",
                                "RRULE:FREQ=SECONDLY"));
        assertThat(Objects.requireNonNull(invitation).repetition()).isNotNull();
        assertThat(InvitationReader.read("BEGIN:VCALENDAR\r\n".repeat(10_000))).isNull();
    }

    @Tag("T29")
    @Test
    void textsAreBounded() {
        var invitation =
                read(
                        "DTSTART:20261124T030000Z",
                        "SUMMARY:" + "x".repeat(10_000),
                        "LOCATION:a\u202eb\u0007c");
        assertThat(invitation.title()).hasSize(300);
        assertThat(invitation.place()).isEqualTo("abc");
    }

    @Test
    void theAnswerIsAboutTheSameEvent() {
        var invitation =
                read(
                        "SUMMARY:Họp nhóm tuần này để bàn về chuyến tàu đêm từ Hà Nội vào Sài Gòn\\, và ăn sáng",
                        "SEQUENCE:3",
                        "DTSTART;TZID=Asia/Ho_Chi_Minh:20261124T100000",
                        "RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20261124T090000",
                        "ORGANIZER;CN=Bình:mailto:binh@example.org");
        var guest = new Person("An \"A;B\" \r\nX-Y:z", "an@example.org");
        var now = Instant.parse("2026-11-22T00:00:00Z");
        var text = InvitationReply.write(invitation, guest, Answer.TENTATIVE, now);
        assertThat(text)
                .contains("METHOD:REPLY\r\n", "UID:42@calendar.example\r\n", "SEQUENCE:3\r\n")
                .contains("RECURRENCE-ID:20261124T020000Z\r\n")
                .doesNotContain("\nX-Y");
        assertThat(List.of(text.split("\r\n")))
                .allMatch(line ->
                        line.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= 75);
        var read = Objects.requireNonNull(InvitationReader.read(text));
        assertThat(read.method()).isEqualTo(Method.REPLY);
        assertThat(read.title()).isEqualTo(invitation.title());
        assertThat(read.start()).isEqualTo(invitation.start());
        assertThat(read.guests().getFirst().answer()).isEqualTo(Answer.TENTATIVE);
        assertThat(read.guests().getFirst().person().address()).isEqualTo("an@example.org");
    }
}
