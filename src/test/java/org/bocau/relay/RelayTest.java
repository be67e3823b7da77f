package org.bocau.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bocau.relay.TestRelay.X;
import static org.bocau.relay.TestRelay.Y;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bocau.message.EmailAddress;
import org.bocau.testing.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hosts are asked, in which order, and when no other is. RFC 5321 §5.1. */
class RelayTest {
    private static final List<String> TAKES =
            List.of(
                    "< 220 there",
                    "> EHLO here.example",
                    "< 250 there",
                    "> MAIL FROM:<an@here.example>",
                    "< 250 ok",
                    "> RCPT TO:<x@there.example>",
                    "< 250 ok",
                    "> DATA",
                    "< 354 go",
                    "> Subject: x",
                    "> ",
                    "> ..",
                    "> .",
                    "< 250 2.0.0 queued",
                    "> QUIT",
                    "< 221 bye");

    private final TestRelay relay = new TestRelay();

    @Test
    void nullMxIsRejectedAtOnce() {
        relay.zone.nullMx("there.example").address("there.example", "127.0.0.1");

        assertRefused("556", "5.1.10");
    }

    @Test
    void aDomainThatIsNotThereIsRejected() {
        assertRefused("550", "5.1.2");
    }

    @Test
    void aDomainWithoutMailHostIsRejected() {
        relay.zone.txt("there.example", "no mail here");

        assertRefused("550", "5.1.2");
    }

    @Test
    void aHostWithoutAddressIsRejected() {
        relay.zone.mx("there.example", 10, "mx.there.example");

        assertRefused("550", "5.4.4");
    }

    /** Q03: what the DNS does not tell now is asked for later. */
    @Test
    void failingDnsDefers() {
        relay.zone.fails("there.example");
        assertDeferred("4.4.3");

        relay.zone.answers("there.example").mx("there.example", 10, "mx.there.example");
        relay.zone.fails("mx.there.example");
        assertDeferred("4.4.3");
    }

    /** S10, Q10: nothing is sent to ourselves, by name or by address. */
    @Test
    void ourselvesAreNotConnectedTo() throws IOException {
        relay.zone.mx("there.example", 10, "here.example");
        relay.zone.address("here.example", "127.0.0.1");
        assertRefused("550", "5.4.6");

        try (var server = host("127.0.0.1", TAKES)) {
            relay.there(server.port()).ownPort(server.port());
            relay.zone.remove("there.example").mx("there.example", 10, "mx.there.example");
            assertRefused("550", "5.4.6");
            assertThat(server.connections()).isZero();
        }
    }

    /** RFC 5321 §5.1: those we stand in for are asked, those that stand in for us are not. */
    @Test
    void onlyBetterHostsThanOurselvesAreAsked() throws IOException {
        try (var better = host("127.0.0.1", TAKES);
                var worse =
                        ScriptedServer.start("127.0.0.2", better.port(), null, List.of(TAKES))) {
            relay.there(better.port());
            relay.zone.mx("there.example", 20, "here.example").address("here.example", "127.0.0.3");
            relay.zone.mx("there.example", 30, "mx3.there.example");
            relay.zone.address("mx3.there.example", "127.0.0.2");

            assertThat(relay.deliver(X).of(X)).isInstanceOf(Outcome.Delivered.class);
            assertThat(worse.connections()).isZero();
        }
    }

    @Test
    void aHostThatGreetsWithOurNameIsOurselves() throws IOException {
        try (var server =
                host(
                        "127.0.0.1",
                        List.of(
                                "< 220 hi",
                                "> EHLO here.example",
                                "< 250 here.example",
                                "> QUIT"))) {
            relay.there(server.port());

            assertRefused("550", "5.4.6");
        }
    }

    /** Q10: a zone does not make us knock at doors that only we can reach. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1",
        "10.1.2.3",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1"
    })
    void privateAddressesAreNotConnectedTo(String address) {
        relay.set("private-addresses", false);
        relay.zone.mx("there.example", 10, "mx.there.example").address("mx.there.example", address);

        assertRefused("550", "5.4.6");
    }

    @Test
    void withoutMxTheDomainItselfIsTheHost() throws IOException {
        try (var server = host("127.0.0.1", TAKES)) {
            relay.port(server.port()).zone.address("there.example", "127.0.0.1");

            var outcome = relay.deliver(X).of(X);

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            assertThat(outcome.hop().host()).isEqualTo("there.example");
            assertThat(outcome.reply().status()).isEqualTo("2.0.0");
            assertThat(server.problems()).isEmpty();
        }
    }

    @Test
    void anAddressLiteralIsTheHost() throws IOException {
        var script =
                TAKES.stream().map(s -> s.replace("x@there.example", "x@[127.0.0.1]")).toList();
        try (var server = host("127.0.0.1", script)) {
            var literal = EmailAddress.parse("x@[127.0.0.1]");

            assertThat(relay.port(server.port()).deliver(literal).of(literal))
                    .isInstanceOf(Outcome.Delivered.class);
        }
        relay.set("private-addresses", false);
        var literal = EmailAddress.parse("x@[127.0.0.1]");
        assertThat(relay.deliver(literal).of(literal)).isInstanceOf(Outcome.Rejected.class);
    }

    /** The first does not listen, the second is not in the mood. */
    @Test
    void theNextHostIsAskedWhereOneCannotNow() throws IOException {
        var busy = List.of("< 421 4.3.2 busy");
        try (var third = host("127.0.0.3", TAKES);
                var second = ScriptedServer.start("127.0.0.2", third.port(), null, List.of(busy))) {
            relay.there(third.port());
            relay.zone.mx("there.example", 20, "mx2.there.example");
            relay.zone.address("mx2.there.example", "127.0.0.2");
            relay.zone.mx("there.example", 30, "mx3.there.example");
            relay.zone.address("mx3.there.example", "127.0.0.3");

            var outcome = relay.deliver(X).of(X);

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            assertThat(outcome.hop().host()).isEqualTo("mx3.there.example");
            assertThat(second.connections()).isEqualTo(1);
        }
    }

    /** RFC 5321 §4.2.1: no means no, whichever host says it. */
    @Test
    void aHostThatRefusesForGoodIsNotGoneRound() throws IOException {
        var never = replaced("> RCPT TO:<x@there.example>", "< 550 5.1.1 unknown", "> QUIT");
        try (var first = host("127.0.0.1", never);
                var second =
                        ScriptedServer.start("127.0.0.2", first.port(), null, List.of(TAKES))) {
            relay.there(first.port());
            relay.zone.mx("there.example", 20, "mx2.there.example");
            relay.zone.address("mx2.there.example", "127.0.0.2");

            var outcome = relay.deliver(X).of(X);

            assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
            assertThat(outcome.reply()).isEqualTo(new Reply(550, "5.1.1 unknown"));
            assertThat(second.connections()).isZero();
        }
    }

    /** One recipient waits for the second host; the other has been taken by the first. */
    @Test
    void onlyThoseDeferredGoToTheNextHost() throws IOException {
        var partly =
                List.of(
                        "< 220 there",
                        "> EHLO here.example",
                        "< 250 there",
                        "> MAIL FROM:<an@here.example>",
                        "< 250 ok",
                        "> RCPT TO:<y@there.example>",
                        "< 250 ok",
                        "> RCPT TO:<x@there.example>",
                        "< 450 4.2.0 greylisted",
                        "> DATA",
                        "< 354 go",
                        "> Subject: x",
                        "> ",
                        "> ..",
                        "> .",
                        "< 250 first",
                        "> QUIT",
                        "< 221 bye");
        try (var first = host("127.0.0.1", partly);
                var second =
                        ScriptedServer.start("127.0.0.2", first.port(), null, List.of(TAKES))) {
            relay.there(first.port());
            relay.zone.mx("there.example", 20, "mx2.there.example");
            relay.zone.address("mx2.there.example", "127.0.0.2");

            var attempt = relay.deliver(Y, X);

            assertThat(attempt.of(Y).reply().text()).isEqualTo("first");
            assertThat(attempt.of(X).hop().host()).isEqualTo("mx2.there.example");
            assertThat(first.problems() + second.problems()).isEmpty();
        }
    }

    /** A host that dislikes our IPv6 address may like the other one. */
    @Test
    void aPolicyRejectionIsTriedFromTheOtherAddressFamily() throws IOException {
        var dislikes = replaced("> MAIL FROM:<an@here.example>", "< 550 5.7.1 no PTR", "> QUIT");
        try (var v4 = host("127.0.0.1", TAKES);
                var v6 = ScriptedServer.start("::1", v4.port(), null, List.of(dislikes))) {
            relay.there(v4.port()).zone.address("mx.there.example", "::1");

            assertThat(relay.deliver(X).of(X)).isInstanceOf(Outcome.Delivered.class);
            assertThat(v6.connections()).isEqualTo(1);
        }
    }

    @Test
    void aPolicyRejectionByBothFamiliesIsOne() throws IOException {
        var dislikes = replaced("> MAIL FROM:<an@here.example>", "< 550 5.7.1 no", "> QUIT");
        try (var v4 = host("127.0.0.1", dislikes);
                var v6 = ScriptedServer.start("::1", v4.port(), null, List.of(dislikes))) {
            relay.there(v4.port()).zone.address("mx.there.example", "::1");

            assertRefused("550", "5.7.1");
            assertThat(v6.connections()).isEqualTo(1);
        }
    }

    @Test
    void asManyHostsAreAskedAsTheLimitSays() throws IOException {
        var busy = List.of("< 421 4.3.2 busy");
        try (var first = host("127.0.0.1", busy);
                var second =
                        ScriptedServer.start("127.0.0.2", first.port(), null, List.of(TAKES))) {
            relay.there(first.port()).set("max-hosts", 1);
            relay.zone.mx("there.example", 20, "mx2.there.example");
            relay.zone.address("mx2.there.example", "127.0.0.2");

            assertDeferred("4.3.2");
            assertThat(second.connections()).isZero();
        }
    }

    private void assertRefused(String code, String status) {
        var outcome = relay.deliver(X).of(X);
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(outcome.reply().toString()).startsWith(code + " " + status);
    }

    private void assertDeferred(String status) {
        var outcome = relay.deliver(X).of(X);
        assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
        assertThat(outcome.reply().status()).isEqualTo(status);
    }

    private static ScriptedServer host(String address, List<String> script) throws IOException {
        return ScriptedServer.start(address, 0, null, List.of(script));
    }

    /** {@link #TAKES} up to and with this line; then these. */
    private static List<String> replaced(String upTo, String... then) {
        var script = new ArrayList<>(TAKES.subList(0, TAKES.indexOf(upTo) + 1));
        script.addAll(List.of(then));
        return script;
    }
}
