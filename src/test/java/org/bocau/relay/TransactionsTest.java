package org.bocau.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bocau.relay.TestRelay.FROM;
import static org.bocau.relay.TestRelay.TEXT;
import static org.bocau.relay.TestRelay.X;
import static org.bocau.relay.TestRelay.Y;
import static org.bocau.relay.TestRelay.octets;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bocau.message.EmailAddress;
import org.bocau.testing.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to one host, and what its replies mean. */
class TransactionsTest {
    private static final String[] PLAIN = {"< 220 there", "> EHLO here.example", "< 250 there"};
    private static final String[] PIPELINED = {
        "< 220 there", "> EHLO here.example", "< 250-there", "< 250 PIPELINING"
    };
    private static final String[] MAIL_X = {
        "> MAIL FROM:<an@here.example>", "< 250 ok", "> RCPT TO:<x@there.example>", "< 250 ok"
    };
    private static final String[] MESSAGE = {"> Subject: x", "> ", "> ..", "> ."};
    private static final String[] BYE = {"> QUIT", "< 221 bye"};

    private final TestRelay relay = new TestRelay();

    @Test
    void deliversToThoseTheHostAccepts() throws IOException {
        var attempt =
                play(
                        script(
                                "< 220 there",
                                "> EHLO here.example",
                                "< 250-there",
                                "< 250-8BITMIME",
                                "< 250 SIZE 1000",
                                "> MAIL FROM:<an@here.example> SIZE=17",
                                "< 250 ok",
                                "> RCPT TO:<x@there.example>",
                                "< 550-5.1.1 no",
                                "< 550 5.1.1 such user",
                                "> RCPT TO:<y@there.example>",
                                "< 250 ok",
                                "> DATA",
                                "< 354 go",
                                MESSAGE,
                                "< 250 queued",
                                BYE),
                        X,
                        Y);

        assertThat(attempt.of(X)).isInstanceOf(Outcome.Rejected.class);
        assertThat(attempt.of(X).reply()).isEqualTo(new Reply(550, "5.1.1 no 5.1.1 such user"));
        assertThat(attempt.of(X).reply().status()).isEqualTo("5.1.1");
        assertThat(attempt.of(Y)).isInstanceOf(Outcome.Delivered.class);
        assertThat(attempt.of(Y).reply().status()).isEqualTo("2.0.0");
        assertThat(attempt.of(Y).hop().notifies()).isFalse();
    }

    @Test
    void speaksHeloToThoseWhoKnowNothingElse() throws IOException {
        var attempt =
                play(
                        script(
                                "< 220 old",
                                "> EHLO here.example",
                                "< 502 what",
                                "> HELO here.example",
                                "< 250 old",
                                "> MAIL FROM:<an@here.example>",
                                "< 451 later",
                                BYE),
                        X);

        assertThat(attempt.of(X)).isInstanceOf(Outcome.Deferred.class);
    }

    /** RFC 2920 §3.1: nothing is waited for until DATA has been said; no reply is lost count of. */
    @Test
    void commandsGoAheadWhereTheHostPipelines() throws IOException {
        var attempt =
                play(
                        script(
                                PIPELINED,
                                "> MAIL FROM:<an@here.example>",
                                "> RCPT TO:<x@there.example>",
                                "> RCPT TO:<y@there.example>",
                                "> DATA",
                                "< 250 ok",
                                "< 450 4.2.1 busy",
                                "< 250-yes",
                                "< 250 do",
                                "< 354 go",
                                MESSAGE,
                                "< 250 queued",
                                BYE),
                        X,
                        Y);

        assertThat(attempt.of(X)).isInstanceOf(Outcome.Deferred.class);
        assertThat(attempt.of(Y)).isInstanceOf(Outcome.Delivered.class);
    }

    /** Some hosts want data for nobody: they get an empty message. RFC 2920 §3.1. */
    @Test
    void dataThatWentAheadForNobodyIsEnded() throws IOException {
        var attempt =
                play(
                        script(
                                PIPELINED,
                                "> MAIL FROM:<an@here.example>",
                                "> RCPT TO:<x@there.example>",
                                "> DATA",
                                "< 250 ok",
                                "< 550 5.1.1 unknown",
                                "< 354 go",
                                "> .",
                                "< 554 no recipients",
                                BYE),
                        X);

        assertThat(attempt.of(X).reply().text()).isEqualTo("5.1.1 unknown");
    }

    @Test
    void aRefusedSenderIsRefusedOnceHoweverMuchWentAhead() throws IOException {
        var attempt =
                play(
                        script(
                                PIPELINED,
                                "> MAIL FROM:<an@here.example>",
                                "> RCPT TO:<x@there.example>",
                                "> RCPT TO:<y@there.example>",
                                "> DATA",
                                "< 550 5.1.8 bad sender",
                                "< 503 what",
                                "< 503 what",
                                "< 503 what",
                                BYE),
                        X,
                        Y);

        assertThat(attempt.of(X).reply().text()).isEqualTo("5.1.8 bad sender");
        assertThat(attempt.of(Y).reply().text()).isEqualTo("5.1.8 bad sender");
    }

    /** RFC 5321 §4.5.3.1.10: whom the host finds too many it takes in the next transaction. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "452 4.5.3 too many",
                "452 too many",
                "552 too many",
                "552 5.5.3 too many",
                "550 5.5.3 too many"
            })
    void recipientsThatAreTooManyGoInTheNextTransaction(String reply) throws IOException {
        var attempt =
                play(
                        script(
                                PLAIN,
                                "> MAIL FROM:<an@here.example>",
                                "< 250 ok",
                                "> RCPT TO:<x@there.example>",
                                "< 250 ok",
                                "> RCPT TO:<y@there.example>",
                                "< " + reply,
                                "> DATA",
                                "< 354 go",
                                MESSAGE,
                                "< 250 one",
                                "> MAIL FROM:<an@here.example>",
                                "< 250 ok",
                                "> RCPT TO:<y@there.example>",
                                "< 250 ok",
                                "> DATA",
                                "< 354 go",
                                MESSAGE,
                                "< 250 two",
                                BYE),
                        X,
                        Y);

        assertThat(attempt.of(X).reply().text()).isEqualTo("one");
        assertThat(attempt.of(Y).reply().text()).isEqualTo("two");
    }

    /** RFC 5321 §4.5.3.1.10: 552 without more means later, a full mailbox means never. */
    @ParameterizedTest
    @CsvSource({"552 too many, false", "552 5.2.2 mailbox full, true"})
    void oldHostsSay552ForLater(String reply, boolean rejected) throws IOException {
        var attempt =
                play(
                        script(
                                PLAIN,
                                "> MAIL FROM:<an@here.example>",
                                "< 250 ok",
                                "> RCPT TO:<x@there.example>",
                                "< " + reply,
                                BYE),
                        X);

        assertThat(attempt.of(X) instanceof Outcome.Rejected).isEqualTo(rejected);
    }

    /** RFC 9422 §5.2. */
    @Test
    void announcedLimitsAreKept() throws IOException {
        var attempt =
                play(
                        script(
                                "< 220 there",
                                "> EHLO here.example",
                                "< 250-there",
                                "< 250 LIMITS MAILMAX=7 RCPTMAX=1",
                                MAIL_X,
                                "> DATA",
                                "< 354 go",
                                MESSAGE,
                                "< 250 one",
                                "> MAIL FROM:<an@here.example>",
                                "< 250 ok",
                                "> RCPT TO:<y@there.example>",
                                "< 550 5.1.1 no",
                                BYE),
                        X,
                        Y);

        assertThat(attempt.of(X)).isInstanceOf(Outcome.Delivered.class);
        assertThat(attempt.of(Y)).isInstanceOf(Outcome.Rejected.class);
    }

    /** RFC 3461 §4; a host without DSN gets none, and the queue learns of it. */
    @Test
    void dsnParametersGoToThoseWhoKnowThem() throws IOException {
        var envelope =
                new Envelope(
                        FROM,
                        List.of(
                                new Envelope.Recipient(X, "SUCCESS,DELAY", "rfc822;x+2B@a.example"),
                                new Envelope.Recipient(Y)),
                        TEXT.length(),
                        false,
                        Envelope.Body.SEVEN_BIT,
                        "HDRS",
                        "id+3D1");
        var attempt =
                play(
                        envelope,
                        TEXT,
                        script(
                                "< 220 there",
                                "> EHLO here.example",
                                "< 250-there",
                                "< 250 DSN",
                                "> MAIL FROM:<an@here.example> RET=HDRS ENVID=id+3D1",
                                "< 250 ok",
                                "> RCPT TO:<x@there.example> NOTIFY=SUCCESS,DELAY"
                                        + " ORCPT=rfc822;x+2B@a.example",
                                "< 250 ok",
                                "> RCPT TO:<y@there.example>",
                                "< 250 ok",
                                "> DATA",
                                "< 354 go",
                                MESSAGE,
                                "< 250 queued",
                                BYE));

        assertThat(attempt.of(X).hop().notifies()).isTrue();
    }

    /** RFC 3030 §3: NUL and bare line ends pass, octet for octet. */
    @Test
    void binaryMessagesGoInOneChunk() throws IOException {
        var text = "a\0b\n.\r\n";
        var attempt =
                play(
                        Envelope.of(FROM, List.of(X), 7, false, Envelope.Body.BINARY),
                        text,
                        script(
                                "< 220 there",
                                "> EHLO here.example",
                                "< 250-there",
                                "< 250-CHUNKING",
                                "< 250 BINARYMIME",
                                "> MAIL FROM:<an@here.example> BODY=BINARYMIME",
                                "< 250 ok",
                                "> RCPT TO:<x@there.example>",
                                "< 250 ok",
                                "> BDAT 7 LAST",
                                "> a\0b",
                                "> .",
                                "< 250 queued",
                                BYE));

        assertThat(attempt.of(X)).isInstanceOf(Outcome.Delivered.class);
    }

    /** S02: what others might take for the end of a message never leaves. */
    @ParameterizedTest
    @ValueSource(strings = {"\n.\n", "\n.\r\n", "\r.\r\n", "\r\n.\r", "\r\n\0.\r\n"})
    void s02AMessageWithBareLineEndsIsNotSent(String variant) throws IOException {
        var envelope = Envelope.of(FROM, List.of(X), 14, false, Envelope.Body.SEVEN_BIT);
        var attempt =
                play(
                        envelope,
                        "x" + variant + "MAIL\r\n",
                        script(PLAIN, MAIL_X, "> DATA", "< 354 go"));

        assertThat(attempt.of(X)).isInstanceOf(Outcome.Rejected.class);
        assertThat(attempt.of(X).reply().status()).isEqualTo("5.6.0");
    }

    @Test
    void bouncesRatherThanCorrupts() throws IOException {
        for (var body : Envelope.Body.values()) {
            var envelope = Envelope.of(null, List.of(X), 5, body == Envelope.Body.SEVEN_BIT, body);
            var attempt = play(envelope, "x\r\n", script(PLAIN, BYE));

            assertThat(attempt.of(X)).isInstanceOf(Outcome.Rejected.class);
            assertThat(attempt.of(X).reply().status()).startsWith("5.6.");
        }
    }

    @Test
    void aMessageThatIsTooLargeIsNotSent() throws IOException {
        var attempt =
                play(
                        script(
                                "< 220 there",
                                "> EHLO here.example",
                                "< 250-there",
                                "< 250 SIZE 16",
                                BYE),
                        X);

        assertThat(attempt.of(X).reply().status()).isEqualTo("5.3.4");
    }

    @Test
    void aMessageOfOursThatCannotBeReadIsDeferred() throws IOException {
        try (var server = ScriptedServer.start(script(PLAIN, MAIL_X, "> DATA", "< 354 go"))) {
            var attempt =
                    relay.there(server.port())
                            .build()
                            .deliver(
                                    "there.example",
                                    TlsRequirement.POLICY,
                                    TestRelay.envelope(X),
                                    () -> {
                                        throw new IOException("gone");
                                    });

            assertThat(attempt.of(X)).isInstanceOf(Outcome.Deferred.class);
            assertThat(attempt.of(X).reply().status()).isEqualTo("4.3.0");
        }
    }

    /** A host that breaks off, wherever it does, has not taken the message. */
    @ParameterizedTest
    @MethodSource
    void hostsThatBreakOffDefer(List<String> script) throws IOException {
        var attempt = play(script.toArray(String[]::new), X);

        assertThat(attempt.of(X)).isInstanceOf(Outcome.Deferred.class);
        assertThat(attempt.of(X).reply().status()).startsWith("4.4.");
    }

    static List<List<String>> hostsThatBreakOffDefer() {
        return lists(
                script("* close"),
                script("< 220 there", "> EHLO here.example", "* close"),
                script(PLAIN, "> MAIL FROM:<an@here.example>", "* close"),
                script(
                        PLAIN,
                        "> MAIL FROM:<an@here.example>",
                        "< 250 ok",
                        "> RCPT TO:<x@there.example>",
                        "* close"),
                script(PLAIN, MAIL_X, "> DATA", "* close"),
                script(PLAIN, MAIL_X, "> DATA", "< 354 go", MESSAGE, "* close"));
    }

    /** S16: slow hosts are given up, at each step. */
    @ParameterizedTest
    @MethodSource
    void hostsThatSayNothingDefer(List<String> script) throws IOException {
        relay.set("reply-timeout", "300ms").set("end-timeout", "300ms");

        var attempt = play(script.toArray(String[]::new), X);

        assertThat(attempt.of(X)).isInstanceOf(Outcome.Deferred.class);
    }

    static List<List<String>> hostsThatSayNothingDefer() {
        return lists(
                script("* wait"),
                script("< 220-there", "* wait"),
                script(PLAIN, "> MAIL FROM:<an@here.example>", "* wait"),
                script(PLAIN, MAIL_X, "> DATA", "* wait"),
                script(PLAIN, MAIL_X, "> DATA", "< 354 go", MESSAGE, "* wait"));
    }

    /** Longer waits have no timer of their own; whoever watches the connection ends them. */
    @Test
    void aHostThatSaysNothingForLongDefers() throws IOException {
        relay.set("reply-timeout", "2100ms").set("end-timeout", "2100ms");
        var begun = System.nanoTime();

        var attempt = play(script(PLAIN, "> MAIL FROM:<an@here.example>", "* wait"), X);

        assertThat(attempt.of(X).reply().text()).contains("did not reply in time");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    }

    /** Q09: what is no reply is no reply, however long it goes on. */
    @Test
    void hostileRepliesAreBounded() throws IOException {
        var endless = new String[300];
        Arrays.fill(endless, "< 220-more");
        for (var script :
                List.of(
                        endless,
                        script("< hello"),
                        script("< 99 x"),
                        script("< 2200 x"),
                        script("< " + "2".repeat(5000)))) {
            assertThat(play(script, X).of(X)).isInstanceOf(Outcome.Deferred.class);
        }
        assertThat(new Reply(550, "a\r\nRCPT TO:<b>\0" + "x".repeat(2000)).text())
                .startsWith("a RCPT TO:<b> x")
                .hasSizeLessThanOrEqualTo(Reply.MAX_TEXT);
        assertThat(new Reply(550, "4.1.1 wrong class").status()).isEqualTo("5.0.0");
    }

    private Attempt play(String[] script, EmailAddress... to) throws IOException {
        return play(TestRelay.envelope(to), TEXT, script);
    }

    private Attempt play(Envelope envelope, String text, String[] script) throws IOException {
        try (var server = ScriptedServer.start(script)) {
            relay.zone.remove("there.example").remove("mx.there.example");
            var attempt =
                    relay.there(server.port())
                            .build()
                            .deliver(
                                    "there.example", TlsRequirement.POLICY, envelope, octets(text));
            if (script[script.length - 1].equals("< 221 bye")) {
                assertThat(server.problems()).isEmpty();
            }
            return attempt;
        }
    }

    private static List<List<String>> lists(String[]... scripts) {
        return Arrays.stream(scripts).map(Arrays::asList).toList();
    }

    /** Lines and arrays of lines, one after the other. */
    private static String[] script(Object... parts) {
        var lines = new ArrayList<String>();
        for (var part : parts) {
            if (part instanceof String[] several) {
                lines.addAll(List.of(several));
            } else {
                lines.add((String) part);
            }
        }
        return lines.toArray(String[]::new);
    }
}
