package org.bocau.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bocau.message.EmailAddress;
import org.bocau.relay.Attempt;
import org.bocau.relay.Hop;
import org.bocau.relay.Outcome;
import org.bocau.relay.Reply;
import org.bocau.testing.BrowserTest;
import org.bocau.testing.TestBrowser;
import org.bocau.testing.TestBrowser.Device;
import org.bocau.testing.TestServer;
import org.junit.jupiter.api.Test;

/** The queue's pages in the console, with mail in every state, on every device. */
@BrowserTest
class QueuePagesTest {
    private final TestServer server;
    private final QueueNode node;

    QueuePagesTest(TestServer server) {
        this.server = server;
        this.node = new QueueNode(server, new ShiftedClock());
    }

    @Test
    void looksRight() throws IOException {
        var administrator = server.administrator("an");
        var views = fill(administrator.address());
        for (var device : Device.values()) {
            var language = device == Device.PHONE ? "vi-VN" : "en-GB";
            try (var browser = TestBrowser.shared().open(device, language)) {
                var page = browser.newPage();
                page.navigate(server.web() + "/admin");
                page.fill("#username", administrator.login());
                page.fill("#password", administrator.password());
                page.click("main button");
                page.waitForURL("**/admin");
                for (var view : views.entrySet()) {
                    page.navigate(server.web() + view.getValue());
                    TestBrowser.screenshot(page, "queue-" + view.getKey() + "-" + device);
                    TestBrowser.requireAccessible(page);
                    assertThat(
                                    (boolean)
                                            page.evaluate(
                                                    "document.documentElement.scrollWidth <= innerWidth"))
                            .isTrue();
                }
            }
        }
    }

    /**
     * A recipient in each state.
     *
     * @return the pages to look at, by name
     */
    private Map<String, String> fill(EmailAddress from) throws IOException {
        node.emptyQueue();
        var quarantined = quarantine(from);
        var id = node.enqueue(from, "ada@far.example", "grace@far.example", "alan@near.example");
        var hop = new Hop("mx.far.example", null, true, false);
        for (var work :
                node.claims.claim(List.of("near.example"), Instant.EPOCH, node.clock.instant())) {
            var outcomes = new LinkedHashMap<EmailAddress, Outcome>();
            outcomes.put(
                    EmailAddress.parse("ada@far.example"),
                    new Outcome.Delivered(new Reply(250, "2.0.0 Ok: queued as 4711"), hop));
            outcomes.put(
                    EmailAddress.parse("grace@far.example"),
                    new Outcome.Deferred(
                            new Reply(450, "4.2.0 Greylisted, see https://far.example/why"), hop));
            node.settlement.settle(work, new Attempt(outcomes));
        }
        assertThat(node.claims.claim(List.of(), Instant.EPOCH, node.clock.instant())).hasSize(1);
        node.commands.hold(new QueueScope.OfMessage(node.enqueue(null, "held@far.example")));
        node.enqueue(from, "waiting@far.example");
        var tomorrow = node.clock.instant().plus(Duration.ofHours(20));
        var scheduled = node.enqueueFor(tomorrow, from, "later@far.example");
        return Map.of(
                "list",
                "/admin/queue",
                "message",
                "/admin/queue/" + id,
                "quarantined",
                "/admin/queue/" + quarantined,
                "scheduled",
                "/admin/queue/" + scheduled,
                "destinations",
                "/admin/queue/destinations",
                "destination",
                "/admin/queue/destinations/one?domain=far.example");
    }

    private QueueId quarantine(EmailAddress from) throws IOException {
        var id = node.enqueue(from, "alonzo@heavy.example");
        for (int crash = 1; crash <= 2; crash++) {
            assertThat(node.claims.claim(List.of(), Instant.EPOCH, node.clock.instant()))
                    .hasSize(1);
            node.clock.pass(Duration.ofMinutes(70));
        }
        assertThat(node.claims.claimSuspect(List.of(), node.clock.instant())).isPresent();
        node.clock.pass(Duration.ofMinutes(70));
        assertThat(node.claims.quarantine(node.clock.instant())).containsExactly(id);
        return id;
    }
}
