package org.bocau.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import org.bocau.account.Destination;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.Incoming;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.Mailboxes;
import org.bocau.mailbox.StoreRefusal;
import org.bocau.message.MimeParser;
import org.bocau.queue.BounceSink;
import org.bocau.queue.Notice;
import org.bocau.queue.NoticeRefusal;
import org.bocau.queue.OutboundQueue;
import org.springframework.stereotype.Component;

/**
 * Delivers reports to senders, of ours and elsewhere, within the transaction that ends what they
 * report on. A full mailbox takes them: its owner would never learn that mail was lost.
 */
@Component
class SenderNotices implements BounceSink {
    private static final long NO_QUOTA = 0;

    private final Routing routing;
    private final Planner planner;
    private final Mailboxes mailboxes;
    private final MailStore store;
    private final OutboundQueue queue;
    private final Clock clock;

    SenderNotices(
            Routing routing,
            Planner planner,
            Mailboxes mailboxes,
            MailStore store,
            OutboundQueue queue,
            Clock clock) {
        this.routing = routing;
        this.planner = planner;
        this.mailboxes = mailboxes;
        this.store = store;
        this.queue = queue;
        this.clock = clock;
    }

    @Override
    public void take(Notice notice, String trace) throws IOException {
        var destination = routing.find(notice.to());
        if (destination instanceof Destination.Unknown
                || destination instanceof Destination.Disabled) {
            throw new NoticeRefusal("the address takes no mail");
        }
        var message =
                new Inbound(
                        new Origin.Peer(InetAddress.getLoopbackAddress(), "", trace), // ourselves
                        null,
                        List.of(new Recipient(notice.to(), destination)),
                        notice.octets(),
                        notice.localOctets(),
                        notice.to().internationalized(),
                        notice.eightBit());
        try (var plan = planner.plan(message, MimeParser.parse(notice.octets()))) {
            for (var copy : plan.copies()) {
                file(copy);
            }
            for (var outbound : plan.outbound()) {
                queue.enqueue(outbound);
            }
        } catch (DeliveryRefusal | StoreRefusal refused) {
            throw new NoticeRefusal(String.valueOf(refused.getMessage()));
        }
    }

    private void file(Plan.Copy copy) throws IOException {
        var account = copy.account();
        var inbox =
                mailboxes
                        .find(account.id(), "INBOX")
                        .orElseThrow(() -> new NoticeRefusal("the mailbox is gone"));
        var message =
                new Incoming(inbox.id(), copy.octets(), copy.parsed(), Flags.NONE, clock.instant());
        store.append(List.of(message), NO_QUOTA);
    }
}
