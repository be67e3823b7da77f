package org.bocau.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.bocau.testing.ChildServer;
import org.bocau.testing.NameServer;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.bocau.testing.Wire;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers on one machine, each with a domain and a database of its own, that find each other by
 * the DNS: store and forward, with one of them away for a while.
 */
class TwoServersIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String AN = "an@one.example";
    private static final String BINH = "binh@two.example";

    private static final String MORE_OF_ONE =
            "  - {address: boss@one.example, admin: true, password: %s}\n"
                    .formatted(TestServer.PASSWORD);
    private static final String MORE_OF_TWO =
            """
            aliases:
              - {address: away@two.example, to: [an@one.example]}
            lists:
              - {address: club@two.example, name: Club, members: [an@one.example, binh@two.example], posting: anybody, owners: [binh@two.example]}
            """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path home;

    private NameServer dns;
    private ChildServer one;
    private ChildServer two;

    @BeforeEach
    void start() throws IOException {
        dns = NameServer.of(zone());
        one = server("one.example", "an", MORE_OF_ONE);
        two = server("two.example", "binh", MORE_OF_TWO);
        meet(one, two);
        meet(two, one);
        one.start();
        two.start();
    }

    @AfterEach
    void end() {
        two.close();
        one.close();
        dns.close();
    }

    private static Zone zone() {
        var zone = new Zone();
        for (var domain : List.of("one.example", "two.example")) {
            zone.mx(domain, 10, "mx." + domain).address("mx." + domain, "127.0.0.1");
        }
        return zone;
    }

    private ChildServer server(String domain, String account, String more) throws IOException {
        var server =
                new ChildServer(home.resolve(domain), domain, List.of(account), more, "-Xmx256m");
        server.set("bocau.net.host-name", "mx." + domain);
        server.set("bocau.dns.servers", dns.address());
        server.set("bocau.relay.private-addresses", true);
        return server;
    }

    /** The other's port where all the world has 25. */
    private static void meet(ChildServer server, ChildServer other) {
        server.set("bocau.relay.port", other.port("smtp"));
    }

    @Test
    void forwardMailToEachOther() throws IOException {
        try (var an = new Arrivals(one, AN);
                var binh = new Arrivals(two, BINH)) {
            send(one, AN, BINH, "there");
            assertThat(binh.await("Subject: there"))
                    .startsWith("Return-Path: <an@one.example>\r\n")
                    .contains("from mx.one.example ", "by mx.two.example ", " with ESMTPS ");

            send(two, BINH, AN, "and back");
            assertThat(an.await("Subject: and back"))
                    .startsWith("Return-Path: <binh@two.example>\r\n")
                    .contains("from mx.two.example ", "by mx.one.example ", " with ESMTPS ");

            goesOnToWhereAnAliasLeads(an);
            comesBackWhenNobodyIsThere(an);
            reachesMembersOfAListOnBoth(an, binh);
        }
        waitsWhileTheOtherIsAway();
    }

    private void goesOnToWhereAnAliasLeads(Arrivals an) throws IOException {
        send(one, AN, "away@two.example", "by way of two");
        assertThat(an.await("Subject: by way of two"))
                .startsWith("Return-Path: <SRS0=")
                .contains("=one.example=an@two.example>\r\n", "Delivered-To: away@two.example");
    }

    private void comesBackWhenNobodyIsThere(Arrivals an) throws IOException {
        send(one, AN, "nobody@two.example", "lost");
        assertThat(an.await("nobody@two.example"))
                .startsWith("Return-Path: <>\r\n")
                .contains("report-type=delivery-status", "Status: 5.1.1");
    }

    private void reachesMembersOfAListOnBoth(Arrivals an, Arrivals binh) throws IOException {
        send(one, AN, "club@two.example", "to the club");
        for (var member : List.of(an, binh)) {
            assertThat(member.await("Subject: to the club"))
                    .startsWith("Return-Path: <club-bounces+")
                    .contains("List-Id: ", "List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        }
    }

    private void waitsWhileTheOtherIsAway() throws IOException {
        two.terminate();
        var console = WebVisitor.of(one.web()).with("Accept", "*/*");
        assertThat(console.signIn("boss@one.example", TestServer.PASSWORD)).isTrue();
        var deferred = "/actuator/metrics/bocau.queue.attempts?tag=outcome:deferred";
        assertThat(console.get(deferred).status()).isEqualTo(404); // there was none
        send(one, AN, BINH, "while you were away");
        until(() -> console.get(deferred).status() == 200);
        assertThat(console.get("/admin/queue").page().text()).contains(BINH);

        two.start();
        try (var binh = new Arrivals(two, BINH)) {
            retry(console);
            binh.await("Subject: while you were away");
            until(() -> !console.get("/admin/queue").page().text().contains(BINH));
            assertThat(binh.all("Subject: while you were away")).as("once").hasSize(1);
        }
    }

    /** The next attempt would be in five minutes. */
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
            var login = Base64.getEncoder().encodeToString(plain.getBytes(UTF_8));
            ask(wire, "250", "EHLO client.example");
            ask(wire, "235", "AUTH PLAIN " + login);
            ask(wire, "250", "MAIL FROM:<" + from + ">");
            ask(wire, "250", "RCPT TO:<" + to + ">");
            ask(wire, "354", "DATA");
            var header = "From: <" + from + ">\r\nTo: <" + to + ">\r\nSubject: " + subject;
            ask(wire, "250", header + "\r\n\r\nx\r\n.");
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

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** For what a server tells only who asks. */
    private static void until(Condition condition) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }
}
