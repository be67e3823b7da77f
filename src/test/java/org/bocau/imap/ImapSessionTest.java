package org.bocau.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bocau.account.Accounts;
import org.bocau.account.AppPasswords;
import org.bocau.mailbox.ChangeFeed;
import org.bocau.net.Connection;
import org.bocau.net.Listeners;
import org.bocau.security.MailPasswords;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestAccount;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What a session does that no transcript can say. */
@IntegrationTest
class ImapSessionTest {
    private final TestServer server;
    private final TestAccount an;

    ImapSessionTest(TestServer server) {
        this.server = server;
        this.an = server.account("an");
    }

    @Test
    void oneAccountHasABoundedNumberOfSessions() throws IOException {
        var wires = new ArrayList<Wire>();
        try {
            for (int i = 0; i < 30; i++) {
                wires.add(login());
            }
            var oneMore = greeted();
            wires.add(oneMore);
            assertThat(tagged(oneMore, "a LOGIN " + an.login() + " " + an.password()))
                    .startsWith("a NO [LIMIT]");
            assertThat(tagged(wires.getFirst(), "z LOGOUT")).startsWith("z OK");
            assertThat(wires.getFirst().readLine()).isNull();
            assertThat(tagged(oneMore, "b LOGIN " + an.login() + " " + an.password()))
                    .startsWith("b OK");
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    @Test
    void saysGoodByeWhenTheServerStops() throws IOException {
        try (var idle = login();
                var waiting = login()) {
            idle.line("i IDLE");
            assertThat(idle.readLine()).startsWith("+");
            connections().forEach(Connection::stop);
            assertThat(idle.readLine()).startsWith("* BYE");
            assertThat(waiting.readLine()).startsWith("* BYE");
            assertThat(waiting.readLine()).isNull();
        }
    }

    /** RFC 9051 §7.1.5: in whatever state a session is, and with nothing about the server. */
    @Test
    void saysGoodByeInEveryState() throws IOException {
        var wires = new ArrayList<Wire>();
        try {
            wires.add(greeted());
            wires.add(greeted());
            wires.getLast().line("a AUTHENTICATE PLAIN");
            assertThat(wires.getLast().readLine()).isEqualTo("+ ");
            wires.add(login());
            wires.getLast().send("b NOO"); // half a command
            wires.add(login());
            wires.getLast().line("c APPEND INBOX {100}");
            assertThat(wires.getLast().readLine()).startsWith("+ ");
            wires.getLast().send("Subject: half a message\r\n");
            wires.add(login());
            assertThat(tagged(wires.getLast(), "d SELECT INBOX")).startsWith("d OK");
            wires.getLast().send("e SEARCH SUBJECT {4+}\r\nab");
            wires.add(login());
            assertThat(
                            tagged(
                                    wires.getLast(),
                                    "f NOTIFY SET (personal (MessageNew MessageExpunge))"))
                    .startsWith("f OK");
            wires.add(login());
            assertThat(tagged(wires.getLast(), "g COMPRESS DEFLATE")).startsWith("g OK");
            wires.getLast().startDeflate();
            server.bean(Listeners.class).connections().stream()
                    .filter(connection -> connection.service().name().equals("imap"))
                    .forEach(Connection::stop);
            for (var wire : wires) {
                assertThat(wire.readLine()).isEqualTo("* BYE Server is shutting down");
                assertThat(wire.readLine()).isNull();
            }
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
        assertThat(TestInbox.messages(server, an)).isEmpty();
    }

    /** Nobody stays whose password was changed, idle or not. */
    @Test
    void endsWhenThePasswordChanges() throws IOException {
        try (var idle = login();
                var busy = login()) {
            idle.line("i IDLE");
            assertThat(idle.readLine()).startsWith("+");
            server.bean(Accounts.class).changePassword(an.id(), "{argon2}another");
            busy.line("n NOOP");
            assertThat(busy.readLine()).startsWith("n OK");
            assertThat(busy.readLine()).isEqualTo("* BYE Log in again");
            assertThat(busy.readLine()).isNull();
            String line = Objects.requireNonNull(idle.readLine());
            if (line.startsWith("* OK")) { // the keepalive that it was noticed with
                line = Objects.requireNonNull(idle.readLine());
            }
            assertThat(line).startsWith("i OK");
            assertThat(idle.readLine()).isEqualTo("* BYE Log in again");
            assertThat(idle.readLine()).isNull();
        }
    }

    /** A lost telephone is connected still. */
    @Test
    void endsWhenItsAppPasswordIsRevoked() throws IOException {
        var changes = server.bean(MailPasswords.class);
        var secret = changes.create(an.id(), "phone");
        try (var phone = Wire.connect(server.port("imap"));
                var other = login()) {
            assertThat(phone.readLine()).startsWith("* OK");
            phone.line("a LOGIN " + an.login() + " " + secret);
            assertThat(phone.readLine()).startsWith("a OK");
            var id = server.bean(AppPasswords.class).of(an.id()).getFirst().id();
            changes.revoke(an.login(), an.id(), id);
            phone.line("n NOOP");
            assertThat(phone.readLine()).startsWith("n OK");
            assertThat(phone.readLine()).isEqualTo("* BYE Log in again");
            assertThat(phone.readLine()).isNull();
            for (var tag : List.of("n", "m")) {
                other.line(tag + " NOOP");
                assertThat(other.readLine()).startsWith(tag + " OK");
            }
        }
    }

    /** Some do not wait; what they say is answered in its turn. */
    @Test
    void whoSpeaksBeforeTheGreetingIsHeardAfterIt() throws IOException {
        try (var wire = Wire.connect(server.port("imap"))) {
            wire.line("a NOOP");
            assertThat(wire.readLine()).startsWith("* OK [CAPABILITY");
            assertThat(wire.readLine()).startsWith("a OK");
        }
    }

    /** RFC 3501 §5.4: at least thirty minutes. */
    @Test
    void noSettingMakesSessionsEndBeforeHalfAnHour() {
        var settings = new MapConfigurationPropertySource(Map.of("bocau.imap.idle-time", "29m"));
        assertThatThrownBy(() -> new Binder(settings).bind("bocau.imap", ImapProperties.class))
                .hasStackTraceContaining("at least 30m");
        var none = new MapConfigurationPropertySource(Map.of());
        var defaults = new Binder(none).bindOrCreate("bocau.imap", ImapProperties.class);
        assertThat(defaults.idleTime()).isEqualTo(Duration.ofMinutes(30));
        assertThat(defaults.recheck()).isEqualTo(Duration.ofSeconds(30));
    }

    /** RFC 821 §3.4 by way of RFC 3501 §7.1: a text for the user's eyes, at once. */
    @Test
    void alertsReachTheUserAtOnceWhileItIdles() throws IOException {
        try (var idle = login();
                var other = login()) {
            idle.line("i IDLE");
            assertThat(idle.readLine()).startsWith("+");
            int told =
                    server.bean(ChangeFeed.class).alert(an.id(), "Trà chiều\r\n* BYE lúc ba giờ");
            assertThat(told).isEqualTo(2);
            assertThat(utf8(idle.readLine())).isEqualTo("* OK [ALERT] Trà chiều * BYE lúc ba giờ");
            other.line("n NOOP");
            assertThat(utf8(other.readLine())).startsWith("* OK [ALERT] Trà");
            assertThat(other.readLine()).startsWith("n OK");
        }
    }

    @Test
    void noPasswordInTheClearFromAfar() throws IOException {
        var afar = notLoopback();
        assumeThat(afar).as("a network interface beside loopback").isNotNull();
        try (var wire = Wire.connect(Objects.requireNonNull(afar), server.port("imap"))) {
            assertThat(wire.readLine()).contains("LOGINDISABLED").doesNotContain("AUTH=");
            assertThat(tagged(wire, "a LOGIN " + an.login() + " " + an.password()))
                    .startsWith("a NO [PRIVACYREQUIRED]");
            assertThat(tagged(wire, "b STARTTLS")).startsWith("b OK");
            wire.startTls();
            wire.line("c CAPABILITY");
            assertThat(wire.readLine()).doesNotContain("LOGINDISABLED").contains("AUTH=PLAIN");
            assertThat(wire.readLine()).startsWith("c OK");
            assertThat(tagged(wire, "d LOGIN " + an.login() + " " + an.password()))
                    .startsWith("d OK");
        }
    }

    private static @org.jspecify.annotations.Nullable InetAddress notLoopback() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .findFirst()
                .orElse(null);
    }

    private List<Connection> connections() {
        return server.bean(Listeners.class).connections().stream()
                .filter(connection -> an.login().equals(connection.user()))
                .toList();
    }

    private static String utf8(@org.jspecify.annotations.Nullable String line) {
        byte[] octets =
                Objects.requireNonNull(line).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        return new String(octets, java.nio.charset.StandardCharsets.UTF_8);
    }

    private Wire login() throws IOException {
        var wire = greeted();
        assertThat(tagged(wire, "a LOGIN " + an.login() + " " + an.password())).startsWith("a OK");
        return wire;
    }

    private Wire greeted() throws IOException {
        var wire = Wire.connect(server.port("imap"));
        assertThat(wire.readLine()).startsWith("* OK");
        return wire;
    }

    /** Sends a command and returns its tagged answer. */
    private static String tagged(Wire wire, String command) throws IOException {
        wire.line(command);
        String line = Objects.requireNonNull(wire.readLine());
        while (line.startsWith("* ")) {
            line = Objects.requireNonNull(wire.readLine());
        }
        return line;
    }
}
