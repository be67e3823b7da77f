package org.bocau.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bocau.relay.TestRelay.BYE;
import static org.bocau.relay.TestRelay.MESSAGE;
import static org.bocau.relay.TestRelay.TEXT;
import static org.bocau.relay.TestRelay.X;
import static org.bocau.relay.TestRelay.envelope;
import static org.bocau.relay.TestRelay.joined;
import static org.bocau.relay.TestRelay.octets;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bocau.testing.ScriptedServer;
import org.junit.jupiter.api.Test;

/** Several messages over one connection. */
class RelaySessionTest {
    private static final List<String> GREETING =
            List.of("< 220 there", "> EHLO here.example", "< 250 there");
    private static final List<String> REFUSED =
            List.of(
                    "> MAIL FROM:<an@here.example>",
                    "< 250 ok",
                    "> RCPT TO:<x@there.example>",
                    "< 550 5.1.1 no");

    private final TestRelay relay = new TestRelay();

    @Test
    void theConnectionServesTheNextMessage() throws IOException {
        try (var server = server(joined(GREETING, MESSAGE, MESSAGE, BYE))) {
            try (var session = open(server)) {
                assertDelivered(session);
                assertThat(session.reusable()).isTrue();
                assertDelivered(session);
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.problems()).isEmpty();
        }
    }

    /** What a refused message left behind must not meet the next one. */
    @Test
    void aTransactionThatWasNotEndedIsReset() throws IOException {
        var reset = List.of("> RSET", "< 250 ok");
        try (var server = server(joined(GREETING, REFUSED, reset, MESSAGE, BYE));
                var session = open(server)) {
            assertThat(send(session)).isInstanceOf(Outcome.Rejected.class);
            assertDelivered(session);
            assertThat(server.problems()).isEmpty();
        }
    }

    /** RFC 5321 §3.8: a host may hang up between messages, with or without a word. */
    @Test
    void aConnectionThatHasGoneIsMadeAnew() throws IOException {
        for (var end :
                List.of(
                        List.of("* close"),
                        List.of("> MAIL FROM:<an@here.example>", "< 421 idle"))) {
            try (var server =
                    server(joined(GREETING, MESSAGE, end), joined(GREETING, MESSAGE, BYE))) {
                relay.zone.remove("there.example").remove("mx.there.example");
                try (var session = open(server)) {
                    assertDelivered(session);
                    assertDelivered(session);
                }
                assertThat(server.connections()).isEqualTo(2);
                assertThat(server.problems()).isEmpty();
            }
        }
    }

    @Test
    void aConnectionCarriesSoManyMessages() throws IOException {
        relay.set("max-messages", 1);
        try (var server = server(joined(GREETING, MESSAGE, BYE))) {
            try (var session = open(server)) {
                assertDelivered(session);
                assertThat(session.reusable()).isFalse();
                assertDelivered(session);
            }
            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.problems()).isEmpty();
        }
    }

    @Test
    void aConnectionLivesSoLong() throws IOException {
        relay.set("max-life", "0s");
        try (var server = server(joined(GREETING, MESSAGE, BYE));
                var session = open(server)) {
            assertDelivered(session);
            assertThat(session.reusable()).isFalse();
        }
    }

    /** Nobody knows what a host has made of a message that broke off: the next starts anew. */
    @Test
    void aConnectionThatBrokeIsNotUsedAgain() throws IOException {
        var broken = joined(GREETING, MESSAGE.subList(0, MESSAGE.size() - 1), List.of("* close"));
        try (var server = server(broken, joined(GREETING, MESSAGE, BYE));
                var session = open(server)) {
            var doubt = send(session);
            assertThat(doubt).isInstanceOf(Outcome.Deferred.class);
            assertThat(doubt.reply().status()).isEqualTo("4.4.2");
            assertThat(session.reusable()).isFalse();
            assertDelivered(session);
        }
    }

    private RelaySession open(ScriptedServer server) {
        return relay.there(server.port()).build().open("there.example", TlsRequirement.POLICY);
    }

    private static Outcome send(RelaySession session) {
        return session.send(envelope(X), octets(TEXT)).of(X);
    }

    private static void assertDelivered(RelaySession session) {
        assertThat(send(session)).isInstanceOf(Outcome.Delivered.class);
    }

    @SafeVarargs
    private static ScriptedServer server(List<String>... scripts) throws IOException {
        var all = new ArrayList<List<String>>();
        for (var script : scripts) {
            all.add(script);
        }
        return ScriptedServer.start("127.0.0.1", 0, null, all);
    }
}
