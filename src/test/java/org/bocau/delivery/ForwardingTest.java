package org.bocau.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.bocau.queue.OutboundQueue;
import org.bocau.queue.QueueEntry;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.SmtpTalk;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Mail that an alias sends on to another system: under which sender, and the way back. */
@IntegrationTest
class ForwardingTest {
    private static final String MESSAGE = "From: <ada@example.net>\r\nSubject: s\r\n\r\nx\r\n";

    private final TestServer server;
    private final String elsewhere;

    ForwardingTest(TestServer server) {
        this.server = server;
        server.account("an");
        this.elsewhere = "x@away." + server.domain();
        server.alias("away", List.of(elsewhere));
    }

    @Test
    void aStrangersSenderIsRewrittenAndNoticesFindTheirWayBack() throws IOException {
        var ada = "Ada+News@stranger." + server.domain();
        try (var talk = SmtpTalk.mx(server)) {
            assertThat(talk.send(ada, List.of(at("away")), MESSAGE)).startsWith("250");
            var sender = queuedFor(elsewhere).reversePath();
            assertThat(sender).startsWith("SRS0=").endsWith("@" + server.domain());

            // whoever notices it may have changed the case
            assertThat(talk.send("", List.of(sender.toLowerCase(Locale.ROOT)), MESSAGE))
                    .startsWith("250");
            var notice = queuedFor(ada.toLowerCase(Locale.ROOT));
            assertThat(notice.reversePath()).isEmpty();

            assertThat(talk.send("spam@example.net", List.of(sender), MESSAGE))
                    .as("no relay for anything else")
                    .startsWith("550 5.7.1");
            talk.must("250", "MAIL FROM:<>");
            talk.must("550 5.1.1", "RCPT TO:<" + sender.replace("SRS0=", "SRS0=x") + ">");
            talk.must("550 5.1.1", "RCPT TO:<" + sender.replace("stranger", "victim") + ">");
            talk.must("550 5.1.1", "RCPT TO:<SRS0=@" + server.domain() + ">");
            talk.must("550 5.1.1", "RCPT TO:<SRS0=aaaaaaaa=00=x@" + server.domain() + ">");
        }
    }

    @Test
    void theNullReversePathAndOurOwnSendersStay() throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            talk.send("", List.of(at("away")), MESSAGE);
        }
        assertThat(queuedFor(elsewhere).reversePath()).isEmpty();
        var other = "y@away." + server.domain();
        server.alias("other", List.of(other));
        try (var talk = SmtpTalk.as(server, server.account("an"))) {
            talk.send(at("an"), List.of(at("other")), "Subject: s\r\n\r\nx\r\n");
        }
        assertThat(queuedFor(other).reversePath()).isEqualTo(at("an"));
    }

    @Test
    void aSenderTooLongToBeRewrittenStays() throws IOException {
        var verp = "bounce-0123456789-0123456789=ada@mailer.of.somebody.example";
        try (var talk = SmtpTalk.mx(server)) {
            talk.send(verp, List.of(at("away")), MESSAGE);
        }
        assertThat(queuedFor(elsewhere).reversePath()).isEqualTo(verp);
    }

    @Test
    void whatComesBackIsALoop() throws IOException {
        try (var talk = SmtpTalk.mx(server)) {
            var looped = "Delivered-To: " + at("away") + "\r\n" + MESSAGE;
            assertThat(talk.send("ada@example.net", List.of(at("away")), looped))
                    .startsWith("554 5.4.6");
        }
    }

    private String at(String name) {
        return name + "@" + server.domain();
    }

    private QueueEntry queuedFor(String address) {
        return server.bean(OutboundQueue.class).list(null).stream()
                .filter(entry -> entry.firstRecipient().equalsIgnoreCase(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is queued for " + address));
    }
}
