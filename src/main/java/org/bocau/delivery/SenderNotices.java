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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Delivers reports to senders, of ours and elsewhere, within the transaction that ends what they
 * report on. A full mailbox takes them: its owner would never learn that mail was lost.
 */
@Component
class SenderNotices implements BounceSink {
    private static final Logger log = LoggerFactory.getLogger(SenderNotices.class);
    private static final long NO_QUOTA = 0;

    private final Routing routing;
    private final Planner planner;
    private final Mailboxes mailboxes;
    private final MailStore store;
    private final OutboundQueue queue;
    private final ListClerk clerk;
    private final ListNotices lists;
    private final DomainKeys keys;
    private final Clock clock;

    SenderNotices(
            Routing routing,
            Planner planner,
            Mailboxes mailboxes,
            MailStore store,
            OutboundQueue queue,
            ListClerk clerk,
            ListNotices lists,
            DomainKeys keys,
            Clock clock) {
        this.routing = routing;
        this.planner = planner;
        this.mailboxes = mailboxes;
        this.store = store;
        this.queue = queue;
        this.clerk = clerk;
        this.lists = lists;
        this.keys = keys;
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
                        notice.eightBit(),
                        false,
                        new SenderRequests(null, null, notice.requireTls(), null),
                        null);
        try (var plan = planner.plan(message, MimeParser.parse(notice.octets()))) {
            for (var copy : plan.copies()) {
                file(copy);
            }
            if (!plan.outbound().isEmpty()) {
                byte[] signature = keys.signature(notice.octets(), notice.localOctets());
                for (var outbound : plan.outbound()) {
                    queue.enqueue(outbound.below(signature));
                }
            }
            for (var errand : plan.errands()) { // mail to a list's member came back
                for (var suspended : clerk.carryOut(errand)) {
                    tellOwners(suspended, message.origin());
                }
            }
        } catch (DeliveryRefusal | StoreRefusal refused) {
            throw new NoticeRefusal(String.valueOf(refused.getMessage()));
        }
    }

    /** For what it is worth: the console shows the same, and the count stands without it. */
    private void tellOwners(ListClerk.Suspended suspended, Origin origin) throws IOException {
        var note = lists.suspended(suspended, origin);
        var owners = note.recipients().getFirst().address();
        try (var notice =
                new Notice(owners, note.octets(), note.localOctets(), note.eightBit(), false)) {
            take(notice, origin.trace());
        } catch (NoticeRefusal refused) {
            log.warn(
                    "the owners of {} are not told: {}",
                    suspended.list().address(),
                    refused.getMessage());
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
