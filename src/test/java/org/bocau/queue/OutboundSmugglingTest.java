package org.bocau.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * S02 and S13 to their end: what a user submits, in every way there is, relayed to a host that
 * takes any CR or LF for a line end and a lone dot for the end. It must see one message, or none.
 */
@IntegrationTest
class OutboundSmugglingTest extends RunningQueue {
    private static final List<String> VARIANTS =
            List.of(
                    "\n.\n",
                    "\n.\r\n",
                    "\r\n.\n",
                    "\r.\r",
                    "\r.\r\n",
                    "\r\n.\r",
                    "\r.\n",
                    "\n.\r",
                    "\r\r\n.\r\r\n",
                    "\r\n\0.\r\n",
                    "\r\n.\0\r\n",
                    "\r\n.\r\0\n",
                    "\n\n.\n\n",
                    "\r\n\r.\r\n",
                    "\r\n.\n\r\n",
                    "\n\r.\n\r");
    private static final String SECOND =
            String.join(
                    "\r\n",
                    "MAIL FROM:<admin@victim.example>",
                    "RCPT TO:<x@far.example>",
                    "DATA",
                    "Subject: smuggled",
                    "",
                    "x",
                    ".",
                    "");

    private final TestAccount an;

    OutboundSmugglingTest(TestServer server) throws IOException {
        super(server);
        this.an = server.account("an");
    }

    @BeforeEach
    void offers() {
        sink.offers("8BITMIME", "PIPELINING", "SMTPUTF8");
        run();
    }

    /** By DATA and in chunks of text nothing of the kind is taken, so nothing is sent. */
    @Test
    void textThatIsNoneIsNotTaken() throws IOException {
        for (var variant : VARIANTS) {
            var message = message(variant);
            try (var talk = SmtpTalk.as(server, an)) {
                talk.envelope(an.login(), List.of("a@far.example"));
                assertThat(talk.data(message)).startsWith("550 5.6.0");
                talk.envelope(an.login(), List.of("a@far.example"));
                assertThat(chunk(talk, message)).startsWith("550 5.6.0");
                talk.must("221", "QUIT");
            }
        }
        settled();
        assertThat(sink.connections()).isZero();
    }

    /** A host that takes only text never sees an octet of a binary message: it comes back. */
    @Test
    void aBinaryMessageIsNotSentAsText() throws IOException {
        for (var variant : VARIANTS) {
            submitBinary(message(variant));
        }
        settled();
        assertThat(sink.received()).isEmpty();
        assertThat(TestInbox.messages(server, an))
                .hasSameSizeAs(VARIANTS)
                .allMatch(report -> report.contains("Action: failed\r\nStatus: 5.6."));
    }

    /** Where it can be told by its size, each octet arrives as it was, and nothing after it. */
    @Test
    void aBinaryMessageIsSentByItsSize() throws Exception {
        sink.offers("8BITMIME", "PIPELINING", "CHUNKING", "BINARYMIME");
        for (var variant : VARIANTS) {
            submitBinary(message(variant));
        }
        sink.await(VARIANTS.size());
        settled();
        assertThat(sink.received())
                .allMatch(one -> one.mail().contains("BODY=BINARYMIME"))
                .extracting(one -> body(one.data()))
                .containsExactlyInAnyOrderElementsOf(
                        VARIANTS.stream().map(variant -> body(message(variant))).toList());
        assertThat(TestInbox.messages(server, an)).isEmpty();
    }

    /** In a chunk a lone dot is text, and DATA must carry it on as text. */
    @Test
    void aLoneDotFromAChunkIsStuffedOnward() throws Exception {
        var dots = List.of("\r\n.\r\n", "\r\n..\r\n", "\r\n.\r\n.\r\n", "\r\n. \r\n", "\r\n .\r\n");
        for (var dot : dots) {
            try (var talk = SmtpTalk.as(server, an)) {
                talk.envelope(an.login(), List.of("a@far.example"));
                assertThat(chunk(talk, message(dot))).startsWith("250");
            }
        }
        sink.await(dots.size());
        settled();
        assertThat(sink.received())
                .extracting(one -> body(one.data()))
                .containsExactlyInAnyOrderElementsOf(
                        dots.stream().map(dot -> body(message(dot))).toList());
    }

    /** Low octets of these letters are CR and LF (CVE-2025-7962); cut short, RCPT would be two. */
    @Test
    void anAddressIsOneCommand() throws Exception {
        var address = "a\u560d\u560aRSET@far.example";
        try (var talk = SmtpTalk.as(server, an)) {
            talk.must("250", "MAIL FROM:<" + an.login() + "> SMTPUTF8");
            talk.must("250", "RCPT TO:<" + octets(address) + ">");
            assertThat(talk.data("From: <" + an.login() + ">\r\n\r\nx\r\n.\r\n")).startsWith("250");
        }
        sink.await(1);
        settled();
        assertThat(sink.received())
                .singleElement()
                .satisfies(one ->
                        assertThat(one.rcpt())
                                .containsExactly("RCPT TO:<" + octets(address) + ">"));
    }

    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private String message(String variant) {
        return "From: <" + an.login() + ">\r\nSubject: first\r\n\r\ntext" + variant + SECOND;
    }

    /** What follows the header section, in which the relay puts its own fields. */
    private static String body(String message) {
        return message.substring(message.indexOf("\r\n\r\n"));
    }

    private void submitBinary(String message) throws IOException {
        try (var talk = SmtpTalk.as(server, an)) {
            talk.must("250", "MAIL FROM:<" + an.login() + "> BODY=BINARYMIME");
            talk.must("250", "RCPT TO:<a@far.example>");
            assertThat(chunk(talk, message)).startsWith("250");
        }
    }

    private static String chunk(SmtpTalk talk, String octets) throws IOException {
        talk.wire().send("BDAT " + octets.length() + " LAST\r\n" + octets);
        return talk.reply();
    }

    /** Until everything in the queue has come to its end. */
    private void settled() {
        QueueNode.until(() -> queue.size() == 0);
    }
}
