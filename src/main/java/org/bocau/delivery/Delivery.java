package org.bocau.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bocau.account.SendingLimits;
import org.bocau.filter.Action;
import org.bocau.mailbox.Appended;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.Incoming;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.Mailbox;
import org.bocau.mailbox.MailboxId;
import org.bocau.mailbox.Mailboxes;
import org.bocau.mailbox.SpecialUse;
import org.bocau.mailbox.StoreRefusal;
import org.bocau.message.EmailAddress;
import org.bocau.message.MimeParser;
import org.bocau.message.ParsedMessage;
import org.bocau.queue.Notice;
import org.bocau.queue.NoticeRefusal;
import org.bocau.queue.OutboundQueue;
import org.bocau.queue.QueueId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The way of every message: routed, filtered, then filed or queued in one transaction. When {@link
 * #accept} returns, all of it is committed, and only then may anyone say {@code 250}.
 */
@Component
public class Delivery {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final int TRIES = 3;

    private final Routing routing;
    private final InboundPolicy policy;
    private final Planner planner;
    private final Mailboxes mailboxes;
    private final MailStore store;
    private final OutboundQueue queue;
    private final ListClerk clerk;
    private final ListNotices notices;
    private final SendingLimits sending;
    private final ArrivalReports reports;
    private final Filtering filtering;
    private final Absences absences;
    private final Resending resending;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Delivery(
            Routing routing,
            InboundPolicy policy,
            Planner planner,
            Mailboxes mailboxes,
            MailStore store,
            OutboundQueue queue,
            ListClerk clerk,
            ListNotices notices,
            SendingLimits sending,
            ArrivalReports reports,
            Filtering filtering,
            Absences absences,
            Resending resending,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.routing = routing;
        this.policy = policy;
        this.planner = planner;
        this.mailboxes = mailboxes;
        this.store = store;
        this.queue = queue;
        this.clerk = clerk;
        this.notices = notices;
        this.sending = sending;
        this.reports = reports;
        this.filtering = filtering;
        this.absences = absences;
        this.resending = resending;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * Whether this address takes a message from there now. The quota is a best effort here and
     * certain in {@link #accept}.
     *
     * @param octets the size announced, 0 when none was
     */
    public RecipientVerdict check(EmailAddress address, long octets, Origin origin) {
        return routing.check(address, octets, origin);
    }

    /**
     * How many recipients the sender may name in one message now; {@link #accept} has the last
     * word.
     */
    public int mostRecipients(Origin origin) {
        return origin instanceof Origin.User user
                ? sending.left(user.account().id())
                : Integer.MAX_VALUE;
    }

    /** Notes that a sender met a limit, for the administrator. */
    public void overLimit(Origin origin) {
        if (origin instanceof Origin.User user) {
            sending.refused(user.account().id());
        }
    }

    /** The address that {@code <Postmaster>} alone stands for; empty before set-up. */
    public Optional<EmailAddress> postmaster() {
        return routing.postmaster();
    }

    /**
     * Files and queues the message for all its recipients, or for none. An account gets one copy,
     * whether it was named twice or is reached through aliases and lists too.
     *
     * @throws DeliveryRefusal nothing was stored; among the reasons, that one recipient has no
     *     room: those a list leads to do not count for that, they miss their copy
     * @throws DataAccessException the store is down: {@code 451 4.3.0}
     * @throws IOException the spool cannot be read
     */
    public Delivered accept(Inbound message) throws IOException {
        var parsed = MimeParser.parse(message.octets());
        if (policy.judge(message, parsed) instanceof InboundPolicy.Judgement.Refuse no) {
            throw no.refusal();
        }
        return carryOut(message, parsed, ArrivalReports.mayBeTold(message), null);
    }

    /**
     * As {@link #accept}, for what has been judged before.
     *
     * @param tell a user sent it, who is told of success where NOTIFY asked for it
     * @param alongside what is committed with it; it is done last
     */
    Delivered release(Inbound message, boolean tell, Runnable alongside) throws IOException {
        return carryOut(message, MimeParser.parse(message.octets()), tell, alongside);
    }

    private Delivered carryOut(
            Inbound message, ParsedMessage parsed, boolean tell, @Nullable Runnable alongside)
            throws IOException {
        try (var plan = planner.plan(message, parsed)) {
            plan.alongside(alongside);
            resending.require(plan, message);
            filtering.decide(plan, message, tell);
            try (var notice = tell ? reports.compose(message, plan) : null) {
                var delivered = carryOut(plan, message, notice);
                plan.suspended().forEach(one -> tellOwners(one, message.origin()));
                plan.copies().forEach(copy -> answer(plan, copy, message));
                return delivered;
            }
        } catch (NoticeRefusal nobody) {
            log.warn(
                    "{}: the sender is not told: {}",
                    message.origin().trace(),
                    nobody.getMessage());
            return carryOut(message, parsed, false, alongside);
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
    }

    private Delivered carryOut(Plan plan, Inbound message, @Nullable Notice notice) {
        boolean alone =
                plan.oneCopy() && notice == null && !(message.origin() instanceof Origin.User);
        boolean together = true;
        for (int crossings = 1; ; ) {
            try {
                boolean now = together;
                return alone // then it is a transaction of its own, in which others may join
                        ? store(plan, message, notice, now)
                        : Objects.requireNonNull(
                                transaction.execute(_ -> store(plan, message, notice, now)));
            } catch (StoreRefusal somebody) { // whose it is shows when they come one by one
                if (!together) {
                    throw somebody;
                }
                together = false;
            } catch (PessimisticLockingFailureException crossed) { // a deadlock's loser tries again
                if (crossings++ == TRIES) {
                    throw crossed;
                }
            } catch (CopyRefused refused) {
                refused.settle(plan);
            } catch (DeliveryRefusal refused) {
                if (refused.reason() == DeliveryRefusal.Reason.SENDING_LIMIT) {
                    overLimit(message.origin()); // by itself: the transaction is gone
                }
                throw refused;
            }
        }
    }

    private Delivered store(Plan plan, Inbound message, @Nullable Notice notice, boolean together) {
        if (!plan.released()) {
            count(message);
        }
        var filed = new ArrayList<Appended>();
        var queued = new ArrayList<QueueId>();
        filed.addAll(keep(placements(plan), together));
        try {
            for (var outbound : plan.outbound()) {
                queued.add(queue.enqueue(outbound));
            }
            if (notice != null) {
                reports.take(notice, message.origin().trace());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        plan.suspended().clear(); // of a try before this one
        for (var errand : plan.errands()) {
            plan.suspended().addAll(clerk.carryOut(errand));
        }
        plan.doAlongside();
        return new Delivered(filed, queued);
    }

    /** After the commit, and for what it is worth: the console shows the same. */
    private void tellOwners(ListClerk.Suspended suspended, Origin origin) {
        try {
            var notice = notices.suspended(suspended, origin);
            try (var _ = notice.octets()) {
                accept(notice);
            }
        } catch (IOException | RuntimeException e) {
            log.warn("the owners of {} are not told", suspended.list().address(), e);
        }
    }

    /** First of all locks, so that nobody who waits for it holds a mailbox. */
    private void count(Inbound message) {
        if (message.origin() instanceof Origin.User user) {
            var recipients = message.recipients().stream().map(Recipient::address).toList();
            if (!sending.count(user.account().id(), recipients)) {
                throw new DeliveryRefusal(
                        DeliveryRefusal.Reason.SENDING_LIMIT,
                        "You have written to too many recipients, try again later");
            }
        }
    }

    /** After the commit, and for what it is worth: to answer twice is worse than not at all. */
    private void answer(Plan plan, Plan.Copy copy, Inbound message) {
        for (var action : plan.decided(copy)) {
            if (action instanceof Action.Vacation vacation) {
                answer(copy, vacation, message);
            }
        }
    }

    private void answer(Plan.Copy copy, Action.Vacation vacation, Inbound message) {
        try {
            var answer = absences.answer(copy, vacation, message);
            if (answer.isPresent()) {
                try (var _ = answer.get().octets()) {
                    accept(answer.get());
                }
            }
        } catch (IOException | RuntimeException e) {
            log.warn("{}: no answer for {}", message.origin().trace(), copy.account().address(), e);
        }
    }

    /** One copy in one mailbox. */
    private record Placement(Plan.Copy copy, MailboxId mailbox, Flags flags) {
        private static final Comparator<Placement> ORDER_OF_LOCKS =
                Comparator.<Placement>comparingLong(one -> one.copy().account().id().value())
                        .thenComparingLong(one -> one.mailbox().number());

        Incoming incoming(Instant now) {
            return new Incoming(mailbox, copy.octets(), copy.parsed(), flags, now);
        }

        Placement unlabelled() {
            return new Placement(copy, mailbox, new Flags(flags.system(), List.of()));
        }

        MailStore.Target target(Instant now) {
            return new MailStore.Target(incoming(now), copy.account().quotaOctets());
        }
    }

    /** In the order of locks, so that two deliveries cannot cross; each mailbox once. */
    private List<Placement> placements(Plan plan) {
        var placements = new ArrayList<Placement>();
        for (var copy : plan.copies()) {
            var taken = new HashSet<MailboxId>();
            for (var action : plan.decided(copy)) {
                placement(plan, copy, action)
                        .filter(one -> taken.add(one.mailbox()))
                        .ifPresent(placements::add);
            }
        }
        placements.sort(Placement.ORDER_OF_LOCKS);
        return placements;
    }

    private Optional<Placement> placement(Plan plan, Plan.Copy copy, Action action) {
        var account = copy.account();
        return switch (action) {
            case Action.Keep(var flags) ->
                    Optional.of(
                            new Placement(copy, home(copy, plan.isJunk(copy)), Flags.named(flags)));
            case Action.FileInto(var name, var flags, _) -> {
                var there = mailboxes.find(account.id(), name).filter(Mailbox::selectable);
                var mailbox = there.map(Mailbox::id).orElseGet(() -> home(copy, false));
                yield Optional.of(new Placement(copy, mailbox, Flags.named(flags)));
            }
            case Action.Redirect _, Action.Vacation _, Action.Reject _ -> Optional.empty();
        };
    }

    /** By one statement, if they are the same message and none of them was refused so. */
    private List<Appended> keep(List<Placement> placements, boolean together) {
        if (together && placements.size() > 1 && alike(placements)) {
            return keepTogether(placements);
        }
        var filed = new ArrayList<Appended>();
        placements.forEach(one -> filed.addAll(keep(one)));
        return filed;
    }

    /** The same octets without flags, one mailbox of each account. */
    private static boolean alike(List<Placement> placements) {
        long messages = placements.stream().map(one -> one.copy().octets()).distinct().count();
        long accounts =
                placements.stream().map(one -> one.copy().account().id()).distinct().count();
        return messages == 1
                && accounts == placements.size()
                && placements.stream().allMatch(one -> one.flags().equals(Flags.NONE));
    }

    private List<Appended> keepTogether(List<Placement> placements) {
        var now = clock.instant();
        try {
            return store.appendToAll(placements.stream().map(one -> one.target(now)).toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private List<Appended> keep(Placement placement) {
        var copy = placement.copy();
        try {
            var target = placement.target(clock.instant());
            return store.append(List.of(target.message()), target.quotaOctets());
        } catch (StoreRefusal no) {
            if (no.reason() == StoreRefusal.Reason.LIMIT
                    && !placement.flags().keywords().isEmpty()) {
                return keep(placement.unlabelled()); // a script's keywords never hold up a message
            }
            throw new CopyRefused(
                    copy,
                    no.reason() == StoreRefusal.Reason.OVER_QUOTA
                            ? new DeliveryRefusal(DeliveryRefusal.Reason.OVER_QUOTA, "Mailbox full")
                            : goneFor(copy.account().address()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Whoever has deleted Junk finds it in INBOX. */
    private MailboxId home(Plan.Copy copy, boolean junk) {
        var account = copy.account().id();
        var there = junk ? mailboxes.find(account, SpecialUse.JUNK) : Optional.<Mailbox>empty();
        return there.map(Mailbox::id)
                .or(() -> mailboxes.inbox(account))
                .orElseThrow(() -> new CopyRefused(copy, goneFor(copy.account().address())));
    }

    private static DeliveryRefusal goneFor(EmailAddress address) {
        return new DeliveryRefusal(
                DeliveryRefusal.Reason.MAILBOX_GONE, "No mailbox for <" + address + "> now");
    }

    /** One copy was refused; leaving the transaction with it rolls all back. */
    private static final class CopyRefused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Plan.Copy copy;
        private final DeliveryRefusal refusal;

        CopyRefused(Plan.Copy copy, DeliveryRefusal refusal) {
            super(refusal.getMessage(), null, false, false);
            this.copy = copy;
            this.refusal = refusal;
        }

        /**
         * A list goes on without the member; who sends mail on keeps it; whoever was named in the
         * envelope stops it all.
         */
        void settle(Plan plan) {
            if (plan.takeBack(copy)) {
                log.info("{}: not sent on to: {}", copy.account().address(), getMessage());
                return;
            }
            if (!copy.throughList()) {
                throw refusal;
            }
            log.warn("{} misses a list's copy: {}", copy.account().address(), getMessage());
            plan.drop(copy.account().id());
        }
    }
}
