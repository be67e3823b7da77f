package org.bocau.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bocau.relay.TestRelay.BYE;
import static org.bocau.relay.TestRelay.MESSAGE;
import static org.bocau.relay.TestRelay.X;
import static org.bocau.relay.TestRelay.joined;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.login.CredentialException;
import org.bocau.testing.ScriptedServer;
import org.bocau.testing.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail that goes to one host, whatever the DNS says, with a login. */
class SmarthostTest {
    private final TestRelay relay = new TestRelay().set("private-addresses", false);

    @Test
    void everythingGoesToTheSmarthost() throws IOException {
        try (var server = server(greeting(""), MESSAGE, BYE)) {
            smarthost("smarthost", server.port(), "none");

            assertThat(relay.deliver(X).of(X)).isInstanceOf(Outcome.Delivered.class);
            assertThat(server.problems()).isEmpty();
        }
    }

    @Test
    void oneDomainMayHaveItsOwn() throws IOException {
        try (var server = server(greeting(""), MESSAGE, BYE)) {
            smarthost("smarthost", 1, "none");
            smarthost("routes[there.example]", server.port(), "none");

            assertThat(relay.deliver(X).of(X)).isInstanceOf(Outcome.Delivered.class);
        }
    }

    @Test
    void plainLogsInBeforeTheMessage() throws IOException {
        var login = List.of("> AUTH PLAIN AGFuAHNlY3JldA==", "< 235 in");
        assertDeliveredAfter("AUTH PLAIN LOGIN", login);
    }

    @Test
    void loginLogsInWhereThereIsNoOther() throws IOException {
        var login =
                List.of(
                        "> AUTH LOGIN",
                        "< 334 VXNlcm5hbWU6",
                        "> YW4=",
                        "< 334 UGFzc3dvcmQ6",
                        "> c2VjcmV0",
                        "< 235 in");
        assertDeliveredAfter("AUTH LOGIN", login);
    }

    /** A wrong password is ours to mend: nobody's mail is returned for it. */
    @Test
    void aRefusedLoginDefers() throws IOException {
        var login = List.of("> AUTH PLAIN AGFuAHNlY3JldA==", "< 535 5.7.8 no", "> QUIT");
        try (var server = server(greeting("AUTH PLAIN"), login)) {
            login(server.port(), "none");
            var outcome = relay.deliver(X).of(X);

            assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
            assertThat(outcome.reply().text()).contains("5.7.8").doesNotContain("secret");
        }
    }

    /** S05: a password is not said to who has taken STARTTLS out of the greeting. */
    @Test
    void s05NoLoginWithoutTheTlsThatWasAskedFor() throws IOException {
        for (var tls : List.of("opportunistic", "required")) {
            try (var server = server(greeting("AUTH PLAIN"), List.of("> QUIT"))) {
                login(server.port(), tls);

                assertThat(relay.deliver(X).of(X).reply().status()).isEqualTo("4.7.4");
            }
        }
    }

    /** Nor to who has spoilt the handshake: there is no second try without TLS. */
    @Test
    void s05NoLoginAfterAHandshakeThatBroke() throws IOException {
        var spoilt = joined(greeting("STARTTLS"), List.of("> STARTTLS", "< 220 go"));
        var clear = joined(greeting("AUTH PLAIN"), List.of("> AUTH PLAIN AGFuAHNlY3JldA=="));
        try (var server = ScriptedServer.start("127.0.0.1", 0, null, List.of(spoilt, clear))) {
            login(server.port(), "opportunistic");

            assertThat(relay.deliver(X).of(X)).isInstanceOf(Outcome.Deferred.class);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void implicitTlsComesFirst(@TempDir Path folder) throws IOException {
        var authority = new TestAuthority();
        var tls = authority.issue("localhost").context();
        var script = new ArrayList<>(List.of("* tls"));
        script.addAll(greeting("AUTH PLAIN"));
        script.addAll(List.of("> AUTH PLAIN AGFuAHNlY3JldA==", "< 235 in"));
        script.addAll(joined(MESSAGE, BYE));
        relay.set("authorities", authority.write(folder.resolve("authority.pem")).toString());
        relay.zone.address("localhost", "127.0.0.1");
        try (var server = ScriptedServer.start("127.0.0.1", 0, tls, List.of(script))) {
            login(server.port(), "implicit");
            relay.set("smarthost.host", "localhost");
            var outcome = relay.deliver(X).of(X);

            assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
            assertThat(outcome.hop().secured()).isTrue();
        }
    }

    /** RFC 7677 §3, the example. */
    @Test
    void scramProvesThePasswordWithoutSayingIt() throws Exception {
        var scram =
                new ScramClient(new Route.Credentials("user", "pencil"), "rOprNGfwEbeRWgbNEkqO");

        assertThat(scram.first()).isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        assertThat(
                        scram.answer(
                                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                        + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"))
                .isEqualTo(
                        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        scram.verify("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
        assertThatThrownBy(() -> scram.verify("v=AAAA")).isInstanceOf(CredentialException.class);
        for (var bad :
                List.of("", "r=x,s=QQ==,i=4096", "r=rOprNGfwEbeRWgbNEkqOx,s=QQ==,i=1", "e=x")) {
            assertThatThrownBy(() -> scram.answer(bad)).isInstanceOf(CredentialException.class);
        }
    }

    private void assertDeliveredAfter(String offer, List<String> login) throws IOException {
        try (var server = server(greeting(offer), login, MESSAGE, BYE)) {
            login(server.port(), "none");

            assertThat(relay.deliver(X).of(X)).isInstanceOf(Outcome.Delivered.class);
            assertThat(server.problems()).isEmpty();
        }
    }

    private void smarthost(String prefix, int port, String tls) {
        relay.set(prefix + ".host", "127.0.0.1")
                .set(prefix + ".port", port)
                .set(prefix + ".tls", tls);
    }

    private void login(int port, String tls) {
        smarthost("smarthost", port, tls);
        relay.set("smarthost.user", "an").set("smarthost.password", "secret");
    }

    private static List<String> greeting(String offer) {
        return offer.isEmpty()
                ? List.of("< 220 hub", "> EHLO here.example", "< 250 hub")
                : List.of("< 220 hub", "> EHLO here.example", "< 250-hub", "< 250 " + offer);
    }

    @SafeVarargs
    private static ScriptedServer server(List<String>... parts) throws IOException {
        return ScriptedServer.start("127.0.0.1", 0, null, List.of(joined(parts)));
    }
}
