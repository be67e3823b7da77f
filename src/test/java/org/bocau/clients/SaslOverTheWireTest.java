package org.bocau.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import org.bocau.security.MailPasswords;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.ScramClient;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same mechanisms, and the same answers, in all three protocols under TLS. */
@IntegrationTest
class SaslOverTheWireTest {
    private final TestServer server;
    private final TestAccount an;

    SaslOverTheWireTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    /** How a protocol says what they all say. */
    enum Protocol {
        SUBMISSIONS("EHLO client.example", "AUTH ", "334 ", "235 ", "535 "),
        IMAPS(null, "a AUTHENTICATE ", "+ ", "a OK ", "a NO [AUTHENTICATIONFAILED] "),
        POP3S(null, "AUTH ", "+ ", "+OK ", "-ERR [AUTH] ");

        private final String hello;
        private final String verb;
        private final String challenge;
        private final String accepted;
        private final String refused;

        Protocol(
                @Nullable String hello,
                String verb,
                String challenge,
                String accepted,
                String refused) {
            this.hello = hello == null ? "" : hello;
            this.verb = verb;
            this.challenge = challenge;
            this.accepted = accepted;
            this.refused = refused;
        }
    }

    private Wire connect(Protocol protocol) throws IOException {
        var service = protocol.name().toLowerCase(Locale.ROOT);
        var wire = Wire.connectTls(server.port(service));
        wire.readLine();
        if (!protocol.hello.isEmpty()) {
            var line = wire.ask(protocol.hello);
            while (Objects.requireNonNull(line).startsWith("250-")) {
                line = wire.readLine();
            }
        }
        return wire;
    }

    /** Runs SCRAM; what the server says in the end. */
    private static String scram(Wire wire, Protocol protocol, String name, ScramClient client)
            throws IOException {
        var asked = said(wire.ask(protocol.verb + name + " " + base64(client.first())), protocol);
        var answer = Objects.requireNonNull(wire.ask(base64(client.last(asked))));
        if (!answer.startsWith(protocol.challenge) || answer.startsWith(protocol.accepted)) {
            return answer;
        }
        assertThat(client.trusts(said(answer, protocol))).isTrue();
        return Objects.requireNonNull(wire.ask(""));
    }

    private static String said(@Nullable String line, Protocol protocol) {
        assertThat(line).startsWith(protocol.challenge);
        var octets = Objects.requireNonNull(line).substring(protocol.challenge.length());
        return new String(Base64.getDecoder().decode(octets), UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private ScramClient client(String header, byte[] binding, String password) {
        return new ScramClient(header, binding, an.login(), password, "fyko+d2lbbFgONRv9qkxdawL");
    }

    @ParameterizedTest
    @EnumSource
    void scramWithoutBindingAndWithAnAppPassword(Protocol protocol) throws IOException {
        var secret = server.bean(MailPasswords.class).create(an.id(), "program");
        for (var password : new String[] {an.password(), secret}) {
            try (var wire = connect(protocol)) {
                assertThat(
                                scram(
                                        wire,
                                        protocol,
                                        "SCRAM-SHA-256",
                                        client("n,,", new byte[0], password)))
                        .startsWith(protocol.accepted);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void scramPlusBoundByTheExporterOrTheCertificate(Protocol protocol)
            throws IOException, GeneralSecurityException {
        try (var wire = connect(protocol)) {
            var bound = client("p=tls-exporter,,", wire.exported(), an.password());
            assertThat(scram(wire, protocol, "SCRAM-SHA-256-PLUS", bound))
                    .startsWith(protocol.accepted);
        }
        try (var wire = connect(protocol)) {
            var hash = MessageDigest.getInstance("SHA-256").digest(wire.certificate());
            var bound = client("p=tls-server-end-point,,", hash, an.password());
            assertThat(scram(wire, protocol, "SCRAM-SHA-256-PLUS", bound))
                    .startsWith(protocol.accepted);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStolenExchangeIsWorthNothingOnAnotherConnection(Protocol protocol) throws IOException {
        try (var victim = connect(protocol);
                var thief = connect(protocol)) {
            var bound = client("p=tls-exporter,,", victim.exported(), an.password());
            assertThat(scram(thief, protocol, "SCRAM-SHA-256-PLUS", bound))
                    .startsWith(protocol.refused);
        }
    }

    /** S11, S12: who is nobody gets the same number of answers, of the same length. */
    @ParameterizedTest
    @EnumSource
    void nobodyAndAWrongPasswordAreTheSameAnswers(Protocol protocol) throws IOException {
        var answers = new ArrayList<String>();
        for (var login : new String[] {an.login(), "no@" + server.domain()}) {
            try (var wire = connect(protocol)) {
                var client = ScramClient.of(login, "wrong");
                var asked = wire.ask(protocol.verb + "SCRAM-SHA-256 " + base64(client.first()));
                var first = said(asked, protocol);
                var last = wire.ask(base64(client.last(first)));
                answers.add(
                        first.replaceFirst("r=[^,]+,s=[^,]+", "") + first.length() + " " + last);
            }
        }
        assertThat(answers.getFirst()).isEqualTo(answers.getLast()).contains(protocol.refused);
    }

    @ParameterizedTest
    @EnumSource
    void bearerTokensAreAppPasswords(Protocol protocol) throws IOException {
        var secret = server.bean(MailPasswords.class).create(an.id(), "program");
        var xoauth2 = "user=" + an.login() + "\u0001auth=Bearer %s\u0001\u0001";
        var oauthbearer = "n,a=" + an.login() + ",\u0001auth=Bearer %s\u0001\u0001";
        for (var message : new String[] {"XOAUTH2 " + xoauth2, "OAUTHBEARER " + oauthbearer}) {
            var parts = message.split(" ", 2);
            try (var wire = connect(protocol)) {
                assertThat(
                                wire.ask(
                                        protocol.verb
                                                + parts[0]
                                                + " "
                                                + base64(parts[1].formatted(secret))))
                        .startsWith(protocol.accepted);
            }
            try (var wire = connect(protocol)) {
                var error =
                        wire.ask(protocol.verb + parts[0] + " " + base64(parts[1].formatted("x")));
                assertThat(said(error, protocol)).startsWith("{\"status\":");
                assertThat(wire.ask("AQ==")).startsWith(protocol.refused);
            }
        }
    }

    /** A client that gives up after the server has shown itself is not in. */
    @Test
    void whoDoesNotTrustTheServerIsNotIn() throws IOException {
        try (var wire = connect(Protocol.POP3S)) {
            var client = client("n,,", new byte[0], an.password());
            var asked =
                    said(wire.ask("AUTH SCRAM-SHA-256 " + base64(client.first())), Protocol.POP3S);
            said(wire.ask(base64(client.last(asked))), Protocol.POP3S);
            assertThat(wire.ask("*")).isEqualTo("-ERR AUTH cancelled");
            assertThat(wire.ask("STAT")).isEqualTo("-ERR log in first");
        }
    }
}
