package org.bocau.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The grammar of command lines. RFC 1939 §9, RFC 2449 §4. */
class Pop3CommandTest {

    private static Pop3Command parse(String line) {
        return Pop3Command.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void readsACommand(String line, Pop3Command command) {
        assertThat(parse(line)).isEqualTo(command);
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("USER an@example.org", new Pop3Command.User("an@example.org")),
                Arguments.of("user  bình@example.org ", new Pop3Command.User("bình@example.org")),
                Arguments.of("PASS a secret ", new Pop3Command.Pass("a secret ")),
                Arguments.of("PASS  leading", new Pop3Command.Pass(" leading")),
                Arguments.of("AUTH", new Pop3Command.Auth(null, null)),
                Arguments.of("AUTH ", new Pop3Command.Auth(null, null)),
                Arguments.of("AUTH PLAIN", new Pop3Command.Auth("PLAIN", null)),
                Arguments.of("AUTH PLAIN =", new Pop3Command.Auth("PLAIN", "=")),
                Arguments.of("LANG", new Pop3Command.Lang(null)),
                Arguments.of("lang vi-VN", new Pop3Command.Lang("vi-VN")),
                Arguments.of("Stat", new Pop3Command.Stat()),
                Arguments.of("STAT  ", new Pop3Command.Stat()),
                Arguments.of("LIST", new Pop3Command.List(null)),
                Arguments.of("LIST 12", new Pop3Command.List(12L)),
                Arguments.of("UIDL 1", new Pop3Command.Uidl(1L)),
                Arguments.of("RETR 999999999999", new Pop3Command.Retr(999_999_999_999L)),
                Arguments.of("TOP 1 0", new Pop3Command.Top(1, 0)),
                Arguments.of("DELE 007", new Pop3Command.Dele(7)),
                Arguments.of("quit", new Pop3Command.Quit()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|unknown command",
                "' STAT'|unknown command",
                "STATS|unknown command",
                "USER|USER needs an argument",
                "'USER '|USER needs an argument",
                "PASS|PASS needs an argument",
                "STAT 1|STAT takes no argument",
                "QUIT now|QUIT takes no argument",
                "LANG en vi|LANG takes one language tag",
                "RETR|RETR takes a message number",
                "RETR 1 2|RETR takes a message number",
                "RETR +1|not a number",
                "RETR 1.0|not a number",
                "RETR ١|not a number",
                "LIST 9999999999999999999|not a number",
                "TOP 1|TOP takes a message number and a number of lines",
                "AUTH PLAIN a b|AUTH takes a mechanism and an initial response",
                "'NOOP\tx'|the line has control characters"
            })
    void refusesWhatIsNone(String line, String why) {
        assertThatExceptionOfType(Pop3Refusal.class)
                .isThrownBy(() -> parse(line))
                .matches(Pop3Refusal::counts)
                .withMessage(why);
    }

    @Test
    void passwordsAreNotPrinted() {
        assertThat(parse("PASS canary").toString() + parse("AUTH PLAIN canary"))
                .doesNotContain("canary");
    }
}
