package org.bocau.mailbox;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.bocau.account.AccountId;
import org.bocau.database.NodeSignals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Carries hints between the nodes on one database. They are gathered while the last batch is under
 * way and sent outside the delivery's transaction.
 *
 * <p>One thread sends what {@link ChangeFeed} publishes; what others send comes from {@link
 * NodeSignals}. When its connection breaks, hints may be lost, so everybody looks again once it is
 * back.
 */
@Component
class NodeFeed implements SmartLifecycle, ChangeFeed.Relay, NodeSignals.Listener {
    private static final Logger log = LoggerFactory.getLogger(NodeFeed.class);
    private static final String TOPIC = "mailbox";

    private static final String NAMES = "names";
    private static final String ANNOTATIONS = "annotations";
    private static final String REMADE = "remade";

    /** NOTIFY takes 8000 octets; one hint has at most 40. */
    private static final int HINTS_A_MESSAGE = 150;

    /** Between two batches: hints of a busy mailbox are gathered, the first one goes at once. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final NodeSignals signals;
    private final ChangeFeed feed;
    private final Mailboxes mailboxes;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final Set<Hint> waiting = new LinkedHashSet<>();
    private final Lifetime life = new Lifetime();

    NodeFeed(NodeSignals signals, ChangeFeed feed, Mailboxes mailboxes) {
        this.signals = signals;
        this.feed = feed;
        this.mailboxes = mailboxes;
        feed.relay(this);
        signals.listen(TOPIC, this);
    }

    @Override
    public void changed(Hint hint) {
        lock.lock();
        try {
            if (life.running() && waiting.add(hint)) {
                something.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        life.begin();
        Thread.ofVirtual().name("node-feed-send").start(this::send);
    }

    @Override
    public void stop() {
        life.end();
        lock.lock();
        try {
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return life.running();
    }

    private void send() {
        while (life.running()) {
            try {
                String batch = next();
                if (!batch.isEmpty()) {
                    signals.send(TOPIC, batch);
                }
                life.pause(GATHER_NANOS);
            } catch (DataAccessException e) {
                log.debug(
                        "hint to other nodes lost: {}",
                        e.getMessage()); // they look again at their next command
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private String next() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && life.running()) {
                something.await();
            }
            var batch = waiting.stream().limit(HINTS_A_MESSAGE).toList();
            batch.forEach(waiting::remove);
            return batch.stream().map(NodeFeed::text).collect(Collectors.joining(","));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void missed() {
        feed.heardNothing(account -> mailboxes.list(account).stream().map(Mailbox::id).toList());
    }

    /** {@code account/what,account/what…}. */
    @Override
    public void heard(String batch) {
        for (String hint : batch.split(",", -1)) {
            try {
                feed.heard(hint(hint));
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                log.debug("not a hint: {}", hint);
            }
        }
    }

    private static String text(Hint hint) {
        return hint.account().value()
                + "/"
                + switch (hint) {
                    case Hint.OfMailbox(var mailbox) -> Long.toString(mailbox.number());
                    case Hint.OfNames _ -> NAMES;
                    case Hint.OfAnnotations _ -> ANNOTATIONS;
                    case Hint.Remade _ -> REMADE;
                };
    }

    private static Hint hint(String text) {
        int slash = text.indexOf('/');
        var account = new AccountId(Long.parseLong(text.substring(0, slash)));
        String what = text.substring(slash + 1);
        return switch (what) {
            case NAMES -> new Hint.OfNames(account);
            case ANNOTATIONS -> new Hint.OfAnnotations(account);
            case REMADE -> new Hint.Remade(account);
            default -> new Hint.OfMailbox(new MailboxId(account, Long.parseLong(what)));
        };
    }
}
