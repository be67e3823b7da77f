package org.bocau.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.bocau.message.EmailAddress;
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

        assertThat(mail.parameters()).isEqualTo(new MailParameters(size, smtpUtf8));
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
                "MAIL FROM:<a@b.example> BODY=BINARYMIME | 501",
                "MAIL FROM:<a@b.example> SMTPUTF8=yes | 501",
                "MAIL FROM:<a@b.example> RET=FULL | 555",
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
                "RCPT TO:<a@b.example> NOTIFY=NEVER | 555",
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
        assertThat(SmtpCommand.parse(line)).isEqualTo(new SmtpCommand.Rcpt(ForwardPath.POSTMASTER));
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
}
