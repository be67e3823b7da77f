package org.bocau.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.bocau.testing.ChildServer;
import org.bocau.testing.NameServer;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.bocau.testing.Wire;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers on one machine, each with a domain and a database of its own, that find each other by
 * the DNS: store and forward, with one of them away for a while.
 */
class TwoServersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void forwardMailToEachOther(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home)
            throws IOException {
        var zone =
                new Zone()
                        .mx("one.example", 10, "mx.one.example")
                        .address("mx.one.example", "127.0.0.1")
                        .mx("two.example", 10, "mx.two.example")
                        .address("mx.two.example", "127.0.0.1");
        var admin =
                "  - {address: boss@one.example, admin: true, password: %s}\n"
                        .formatted(TestServer.PASSWORD);
        var forward = "aliases:\n  - {address: away@two.example, to: [an@one.example]}\n";
        try (var dns = NameServer.of(zone);
                var one =
                        new ChildServer(
                                home.resolve("one"),
                                "one.example",
                                List.of("an"),
                                admin,
                                "-Xmx256m");
                var two =
                        new ChildServer(
                                home.resolve("two"),
                                "two.example",
                                List.of("binh"),
                                forward,
                                "-Xmx256m")) {
            prepare(one, two, dns);
            prepare(two, one, dns);
            one.start();
            two.start();

            send(one, "an@one.example", "binh@two.example", "there");
            assertThat(awaitMail(two, "binh@two.example", "Subject: there"))
                    .startsWith("Return-Path: <an@one.example>\r\n");

            send(one, "an@one.example", "away@two.example", "and back");
            assertThat(awaitMail(one, "an@one.example", "Subject: and back"))
                    .startsWith("Return-Path: <SRS0=")
                    .contains("=one.example=an@two.example>\r\n", "Delivered-To: away@two.example");

            send(one, "an@one.example", "nobody@two.example", "lost");
            assertThat(awaitMail(one, "an@one.example", "nobody@two.example"))
                    .startsWith("Return-Path: <>\r\n")
                    .contains("report-type=delivery-status", "Status: 5.1.1");

            two.terminate();
            send(one, "an@one.example", "binh@two.example", "while you were away");
            var console = WebVisitor.of(one.web());
            assertThat(console.signIn("boss@one.example", TestServer.PASSWORD)).isTrue();
            until(() -> console.get("/admin/queue").page().text().contains("binh@two.example"));
            two.start();
            retry(console);
            awaitMail(two, "binh@two.example", "Subject: while you were away");
            assertThat(mail(two, "binh@two.example", m -> m.contains("while you were away")))
                    .as("once")
                    .hasSize(1);
            until(() -> !console.get("/admin/queue").page().text().contains("binh@two.example"));
        }
    }

    /** The DNS of the test, and the other's port where all the world has 25. */
    private static void prepare(ChildServer server, ChildServer other, NameServer dns) {
        server.set("bocau.dns.servers", dns.address());
        server.set("bocau.relay.port", other.port("smtp"));
        server.set("bocau.relay.private-addresses", true);
    }

    private static void retry(WebVisitor console) {
        console.get("/admin/queue");
        console.get(console.link("tbody a[href^=/admin/queue/]"));
        var form = console.last().page().select("form[action$=/retry]").attr("action");
        console.submit(form);
    }

    private static void send(ChildServer server, String from, String to, String subject)
            throws IOException {
        try (var wire = Wire.connect(server.port("submission"))) {
            wire.readLine();
            var plain = "\0" + from + "\0" + TestServer.PASSWORD;
            ask(wire, "250", "EHLO client.example");
            ask(
                    wire,
                    "235",
                    "AUTH PLAIN " + Base64.getEncoder().encodeToString(plain.getBytes(UTF_8)));
            ask(wire, "250", "MAIL FROM:<" + from + ">");
            ask(wire, "250", "RCPT TO:<" + to + ">");
            ask(wire, "354", "DATA");
            ask(wire, "250", "Subject: " + subject + "\r\n\r\nx\r\n.");
        }
    }

    private static void ask(Wire wire, String expected, String line) throws IOException {
        wire.line(line);
        String reply;
        do {
            reply = String.valueOf(wire.readLine());
            assertThat(reply).as(line).startsWith(expected);
        } while (reply.charAt(3) == '-');
    }

    private static String awaitMail(ChildServer server, String account, String text)
            throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var found = mail(server, account, message -> message.contains(text));
            if (!found.isEmpty()) {
                return found.getFirst();
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        throw new AssertionError("no mail with \"" + text + "\" came to " + account);
    }

    private static List<String> mail(ChildServer server, String account, Predicate<String> which)
            throws IOException {
        var found = new ArrayList<String>();
        try (var inbox = Inbox.of(server, account)) {
            inbox.each(message -> {
                if (which.test(message)) {
                    found.add(message);
                }
            });
        }
        return found;
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void until(Condition condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }
}
