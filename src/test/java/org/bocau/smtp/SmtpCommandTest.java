package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bocau.message.EmailAddress;
import org.bocau.message.Notify;
import org.bocau.message.Ret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of every command line, good and bad. */
class SmtpCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAIL FROM:<a@b.example> | a@b.example",
                "mail from:<a@b.example> | a@b.example",
                "MAIL FROM: <a@b.example> | a@b.example", // Outlook
                "MAIL  FROM:<a@b.example>  | a@b.example",
                "MAIL FROM:<A@B.Example> | A@b.example",
                "MAIL FROM:<\"a b\"@c.example> | \"a b\"@c.example",
                "MAIL FROM:<\"a>b\"@c.example> | \"a>b\"@c.example",
                "MAIL FROM:<@x.example,@y.example:a@b.example> | a@b.example",
                "MAIL FROM:a@b.example | a@b.example", // no brackets
                "MAIL FROM:<a@[192.0.2.1]> | a@[192.0.2.1]",
            })
    void readsReversePaths(String line, String address) {
        assertThat(SmtpCommand.parse(line))
                .isInstanceOfSatisfying(
                        SmtpCommand.Mail.class,
                        mail ->
                                assertThat(mail.from().address())
                                        .isEqualTo(EmailAddress.parse(address)));
    }

    @Test
    void readsTheNullReversePath() {
        assertThat(SmtpCommand.parse("MAIL FROM:<>"))
                .isEqualTo(
                        new SmtpCommand.Mail(
                                SmtpCommand.Handling.MAIL, ReversePath.NULL, MailParameters.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "SEND FROM:<a@b.example>, SEND",
        "SOML FROM:<a@b.example>, SOML",
        "SAML FROM:<a@b.example>, SAML"
    })
    void readsTheTerminalCommandsOfRfc821(String line, SmtpCommand.Handling handling) {
        assertThat(((SmtpCommand.Mail) SmtpCommand.parse(line)).handling()).isEqualTo(handling);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SIZE=0 | 0 | false",
                "SIZE=1000 BODY=8BITMIME | 1000 | false",
                "body=7bit size=5 | 5 | false",
                "SMTPUTF8 | 0 | true", // iOS: without BODY
                "BODY=8BITMIME SMTPUTF8 SIZE=99999999999999999999 | 9223372036854775807 | true",
                "AUTH=<> SIZE=1 | 1 | false",
                "AUTH=a+2Bb@c.example | 0 | false",
            })
    void readsParameters(String given, long size, boolean smtpUtf8) {
        var mail = (SmtpCommand.Mail) SmtpCommand.parse("MAIL FROM:<a@b.example> " + given);

        assertThat(mail.parameters().size()).isEqualTo(size);
        assertThat(mail.parameters().smtpUtf8()).isEqualTo(smtpUtf8);
    }

    @Test
    void readsWhatTheExtensionsAdd() {
        var line =
                "MAIL FROM:<a@b.example> BODY=BinaryMime RET=hdrs ENVID=a+2Bb REQUIRETLS HOLDFOR=60";

        assertThat(((SmtpCommand.Mail) SmtpCommand.parse(line)).parameters())
                .isEqualTo(
                        new MailParameters(
                                0,
                                true,
                                false,
                                Ret.HDRS,
                                "a+2Bb",
                                true,
                                new MailParameters.Hold.For(Duration.ofMinutes(1))));
        var until = "MAIL FROM:<a@b.example> HOLDUNTIL=2026-12-24T18:00:00+01:00";
        assertThat(((SmtpCommand.Mail) SmtpCommand.parse(until)).parameters().hold())
                .isEqualTo(new MailParameters.Hold.Until(Instant.parse("2026-12-24T17:00:00Z")));
    }

    @Test
    void readsTheParametersOfRcpt() {
        var line = "RCPT TO:<a@b.example> NOTIFY=success,Failure ORCPT=rfc822;A+2Bx@c.example";

        assertThat(((SmtpCommand.Rcpt) SmtpCommand.parse(line)).parameters())
                .isEqualTo(
                        new RcptParameters(
                                new Notify(true, true, true, false), "rfc822;A+2Bx@c.example"));
    }

    /** RFC 6533 §3: what goes on to servers without SMTPUTF8 is ASCII. */
    @Test
    void writesUtf8InOrcptAsAscii() {
        var line = wire("RCPT TO:<a@b.example> ORCPT=utf-8;th\u01b0@c.example");

        assertThat(((SmtpCommand.Rcpt) SmtpCommand.parse(line)).parameters().orcpt())
                .isEqualTo("utf-8;th\\x{1B0}@c.example");
    }

    @ParameterizedTest
    @CsvSource({
        "BDAT 0, 0, false",
        "bdat 86 last, 86, true",
        "BDAT 00012  LAST, 12, true",
        "BDAT 99999999999999999999, 9223372036854775807, false",
    })
    void readsChunks(String line, long octets, boolean last) {
        assertThat(SmtpCommand.parse(line)).isEqualTo(new SmtpCommand.Bdat(octets, last));
    }

    /** Nobody knows how many octets follow. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "BDAT",
                "BDAT LAST",
                "BDAT -1",
                "BDAT 1e3",
                "BDAT 5 FIRST",
                "BDAT 5 LAST x",
                "BDAT 5LAST",
                "BDAT 111111111111111111111"
            })
    void aChunkOfUnknownSizeEndsTheSession(String line) {
        assertThatThrownBy(() -> SmtpCommand.parse(line))
                .isInstanceOfSatisfying(
                        SmtpRefusal.class,
                        refusal -> {
                            assertThat(refusal.reply().code()).isEqualTo(501);
                            assertThat(refusal.reply().closes()).isTrue();
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAIL FROM:<a@b.example> SIZE=-1 | 501",
                "MAIL FROM:<a@b.example> SIZE= | 501",
                "MAIL FROM:<a@b.example> SIZE=111111111111111111111 | 501",
                "MAIL FROM:<a@b.example> SIZE=1 SIZE=1 | 501",
                "MAIL FROM:<a@b.example> BODY=X | 501",
                "MAIL FROM:<a@b.example> BODY= | 501",
                "MAIL FROM:<a@b.example> SMTPUTF8=yes | 501",
                "MAIL FROM:<a@b.example> RET=ALL | 501",
                "MAIL FROM:<a@b.example> RET=FULL RET=FULL | 501",
                "MAIL FROM:<a@b.example> ENVID=a=b | 501",
                "MAIL FROM:<a@b.example> ENVID=a+0D+0Ab | 501",
                "MAIL FROM:<a@b.example> REQUIRETLS=1 | 501",
                "MAIL FROM:<a@b.example> HOLDFOR=0 | 501",
                "MAIL FROM:<a@b.example> HOLDFOR=1234567890 | 501",
                "MAIL FROM:<a@b.example> HOLDFOR=1 HOLDUNTIL=2026-12-24T18:00:00Z | 501",
                "MAIL FROM:<a@b.example> HOLDUNTIL=2026-12-24 | 501",
                "MAIL FROM:<a@b.example> XYZ | 555",
                "MAIL FROM:<a@b.example> AUTH=a+0D+0Ab@c.example | 553",
                "MAIL FROM:<a@b.example> AUTH=a+4 | 501",
                "MAIL FROM:<a@b.example> =5 | 501",
                "MAIL FROM:<a@b.example>SIZE=5 | 501",
                "MAIL FROM:<a@b.example | 501",
                "MAIL FROM:<\"a@b.example> | 501",
                "MAIL FROM: | 501",
                "MAIL | 501",
                "MAIL TO:<a@b.example> | 501",
                "MAIL FROM:<a> | 553",
                "MAIL FROM:<a@b@c.example> | 553",
                "MAIL FROM:<\"\"@b.example> | 553",
                "MAIL FROM:<@x.example> | 501",
                "MAIL FROM:<x.example:a@b.example> | 553",
                "RCPT TO:<> | 553",
                "RCPT TO:<a> | 553",
                "RCPT TO:<a@b.example> NOTIFY=NEVER,DELAY | 501",
                "RCPT TO:<a@b.example> NOTIFY=SUCCESS,SUCCESS | 501",
                "RCPT TO:<a@b.example> NOTIFY=,SUCCESS | 501",
                "RCPT TO:<a@b.example> ORCPT=rfc822 | 501",
                "RCPT TO:<a@b.example> ORCPT=rfc822; | 501",
                "RCPT TO:<a@b.example> ORCPT=;a@b.example | 501",
                "RCPT TO:<a@b.example> ORCPT=rfc822;a+0Ab | 501",
                "RCPT TO:<a@b.example> ORCPT=utf-8;a\\x{0D}b | 501",
                "RCPT TO:<a@b.example> RET=FULL | 555",
                "RCPT TO:<a@b..example> | 553",
                "RCPT TO:<a b@c.example> | 553",
                "RCPT FROM:<a@b.example> | 501",
                "HELO | 501",
                "EHLO a b | 501",
                "EHLO a;b | 501",
                "HELLO a | 500",
                "DATA now | 501",
                "RSET x | 501",
                "QUIT x | 501",
                "STARTTLS x | 501",
                "AUTH | 501",
                "AUTH PL;AIN | 501",
                "AUTH ABCDEFGHIJKLMNOPQRSTU | 501",
                "AUTH PLAIN a b | 501",
                "VRFY | 501",
                "EXPN | 501",
                "FROG | 500",
                "'' | 500",
                "DATA1 | 500",
            })
    void refusesWhatDoesNotParse(String line, int code) {
        assertThatThrownBy(() -> SmtpCommand.parse(line.equals("''") ? "" : line))
                .isInstanceOfSatisfying(
                        SmtpRefusal.class,
                        refusal -> assertThat(refusal.reply().code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCPT TO:<Postmaster>",
                "RCPT TO:<postmaster>",
                "rcpt to: <POSTMASTER>",
                "RCPT TO:Postmaster"
            })
    void knowsThePostmasterWithoutADomain(String line) {
        assertThat(SmtpCommand.parse(line))
                .isEqualTo(new SmtpCommand.Rcpt(ForwardPath.POSTMASTER, RcptParameters.NONE));
    }

    @Test
    void boundsPaths() {
        var local = "a".repeat(64);
        var domain = ("b".repeat(62) + ".").repeat(2) + "c".repeat(62); // 188 octets

        assertThat(code("RCPT TO:<" + local + "@" + domain + ">")).isZero();
        assertThat(code("RCPT TO:<a" + local + "@" + domain + ">")).isEqualTo(553);
        assertThat(code("RCPT TO:<" + local + "@" + domain + ".d>")).isEqualTo(553);
    }

    @Test
    void anAddressBeyondAsciiNeedsSmtpUtf8() {
        var line = wire("MAIL FROM:<th\u01b0@b.example>");

        assertThat(code(line)).isEqualTo(553);
        assertThat(code(line + " SMTPUTF8")).isZero();
        assertThat(((SmtpCommand.Rcpt) SmtpCommand.parse(wire("RCPT TO:<\u01b0@b.example>"))).to())
                .isEqualTo(new ForwardPath(EmailAddress.parse("\u01b0@b.example"), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCPT TO:<a\u0000b@c.example>",
                "RCPT TO:<a\tb@c.example>",
                "RCPT TO:<a\rb@c.example>",
                "RCPT TO:<a\nb@c.example>",
                "RCPT TO:<\"a\rb\"@c.example>",
                "RCPT TO:<a@c.exa\u0001mple>",
                "EHLO a\u0000b",
                "MAIL FROM:<a@b.example>\u0000",
            })
    void refusesControlCharactersEverywhere(String line) {
        assertThat(code(line)).isBetween(500, 599);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        assertThat(code("RCPT TO:<\u00ff\u00fe@b.example>")).isEqualTo(501);
    }

    /** Their low octets are CR and LF (CVE-2025-7962): they stay what they are, or are refused. */
    @Test
    void doesNotCutCharactersToTheirLowOctets() {
        var line = wire("MAIL FROM:<a\u560d\u560ab@c.example> SMTPUTF8");

        assertThat(((SmtpCommand.Mail) SmtpCommand.parse(line)).from().toString())
                .isEqualTo("<a\u560d\u560ab@c.example>");
    }

    @Test
    void readsAuthWithAndWithoutInitialResponse() {
        assertThat(SmtpCommand.parse("AUTH plain")).isEqualTo(new SmtpCommand.Auth("PLAIN", null));
        assertThat(SmtpCommand.parse("AUTH PLAIN =")).isEqualTo(new SmtpCommand.Auth("PLAIN", ""));
        assertThat(SmtpCommand.parse("AUTH LOGIN QQ=="))
                .isEqualTo(new SmtpCommand.Auth("LOGIN", "QQ=="));
    }

    @Test
    void readsEnquiries() {
        assertThat(SmtpCommand.parse("VRFY an")).isEqualTo(new SmtpCommand.Vrfy("an", false));
        assertThat(SmtpCommand.parse("VRFY <an@b.example> SMTPUTF8"))
                .isEqualTo(new SmtpCommand.Vrfy("an@b.example", true));
        assertThat(SmtpCommand.parse("EXPN staff")).isEqualTo(new SmtpCommand.Expn("staff", false));
        assertThat(SmtpCommand.parse("HELP rcpt")).isEqualTo(new SmtpCommand.Help("RCPT"));
        assertThat(SmtpCommand.parse("NOOP whatever this is")).isEqualTo(new SmtpCommand.Noop());
    }

    /** 0 when the line parses. */
    private static int code(String line) {
        try {
            SmtpCommand.parse(line);
            return 0;
        } catch (SmtpRefusal refusal) {
            return refusal.reply().code();
        }
    }

    private static String wire(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** RFC 2920 §3.2: these replies may share a write; those to all others go out at once. */
    @Test
    void someRepliesMayWait() {
        for (var line :
                List.of(
                        "MAIL FROM:<>",
                        "SEND FROM:<>",
                        "RCPT TO:<a@b.example>",
                        "RSET",
                        "BDAT 5",
                        "BDAT 5 LAST")) {
            assertThat(SmtpCommand.parse(line).grouped()).as(line).isTrue();
        }
        for (var line : List.of("EHLO a", "DATA", "VRFY a", "EXPN a", "QUIT", "NOOP")) {
            assertThat(SmtpCommand.parse(line).grouped()).as(line).isFalse();
        }
    }
}
