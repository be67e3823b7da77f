package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bocau.durability.TwoServers.AN;
import static org.bocau.durability.TwoServers.BINH;
import static org.bocau.durability.TwoServers.send;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.bocau.testing.WebVisitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Store and forward: two domains write to each other, with one of them away for a while. */
class TwoServersIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path home;

    @Test
    void forwardMailToEachOther() throws IOException {
        try (var servers = new TwoServers(home)) {
            servers.authenticate(servers.one(), "one.example");
            servers.authenticate(servers.two(), "two.example");
            try (var an = new Arrivals(servers.one(), AN);
                    var binh = new Arrivals(servers.two(), BINH)) {
                goesThereAndBack(servers, an, binh);
                goesOnToWhereAnAliasLeads(servers, an);
                comesBackWhenNobodyIsThere(servers, an);
                reachesMembersOfAListOnBoth(servers, an, binh);
            }
            waitsWhileTheOtherIsAway(servers);
        }
    }

    private static void goesThereAndBack(TwoServers servers, Arrivals an, Arrivals binh)
            throws IOException {
        send(servers.one(), AN, BINH, "there");
        assertThat(binh.await("Subject: there"))
                .startsWith("Return-Path: <an@one.example>\r\n")
                .contains("from mx.one.example ", "by mx.two.example ", " with ESMTPS ")
                .contains("Authentication-Results: mx.two.example")
                .contains("spf=pass", "dkim=pass", "dmarc=pass");

        send(servers.two(), BINH, AN, "and back");
        assertThat(an.await("Subject: and back"))
                .startsWith("Return-Path: <binh@two.example>\r\n")
                .contains("from mx.two.example ", "by mx.one.example ", " with ESMTPS ")
                .contains("spf=pass", "dkim=pass", "dmarc=pass");
    }

    /** The signature outlives the forwarding, and so does the author's policy. */
    private static void goesOnToWhereAnAliasLeads(TwoServers servers, Arrivals an)
            throws IOException {
        send(servers.one(), AN, "away@two.example", "by way of two");
        assertThat(an.await("Subject: by way of two"))
                .startsWith("Return-Path: <SRS0=")
                .contains("=one.example=an@two.example>\r\n", "Delivered-To: away@two.example")
                .contains("dmarc=pass");
    }

    private static void comesBackWhenNobodyIsThere(TwoServers servers, Arrivals an)
            throws IOException {
        send(servers.one(), AN, "nobody@two.example", "lost");
        assertThat(an.await("nobody@two.example"))
                .startsWith("Return-Path: <>\r\n")
                .contains("report-type=delivery-status", "Status: 5.1.1");
    }

    private static void reachesMembersOfAListOnBoth(TwoServers servers, Arrivals an, Arrivals binh)
            throws IOException {
        send(servers.one(), AN, "club@two.example", "to the club");
        for (var member : List.of(an, binh)) {
            assertThat(member.await("Subject: to the club"))
                    .startsWith("Return-Path: <club-bounces+")
                    .contains("List-Id: ", "List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        }
    }

    private static void waitsWhileTheOtherIsAway(TwoServers servers) throws IOException {
        servers.two().terminate();
        var console = TwoServers.console(servers.one(), "one.example");
        var deferred = "/actuator/metrics/bocau.queue.attempts?tag=outcome:deferred";
        assertThat(console.get(deferred).status()).isEqualTo(404); // there was none
        send(servers.one(), AN, BINH, "while you were away");
        until(() -> console.get(deferred).status() == 200);
        assertThat(console.get("/admin/queue").page().text()).contains(BINH);

        servers.two().start();
        try (var binh = new Arrivals(servers.two(), BINH)) {
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
