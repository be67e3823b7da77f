package org.bocau.webpush;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bocau.account.AccountId;
import org.bocau.mailbox.ChangeFeed;
import org.bocau.mailbox.Hint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Listens for those who want to be told, and has them told. A follower of the {@link ChangeFeed},
 * not a session: short texts of SEND are for people who look. What other nodes were asked to watch
 * is found out every few minutes.
 */
@Component
class NewMailWatch implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(NewMailWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(5);

    private final ChangeFeed feed;
    private final PushSubscriptions subscriptions;
    private final NewMail newMail;
    private final Notice notice;
    private final PushSender sender;
    private final Map<AccountId, Watched> watched = new ConcurrentHashMap<>();
    private volatile ExecutorService work = Executors.newVirtualThreadPerTaskExecutor();
    private volatile ScheduledExecutorService timer = newTimer();
    private volatile boolean running;

    NewMailWatch(
            ChangeFeed feed,
            PushSubscriptions subscriptions,
            NewMail newMail,
            Notice notice,
            PushSender sender) {
        this.feed = feed;
        this.subscriptions = subscriptions;
        this.newMail = newMail;
        this.notice = notice;
        this.sender = sender;
    }

    private static ScheduledExecutorService newTimer() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("push-watch").factory());
    }

    /** One account; however many hints come, one look at a time and one that is due. */
    private final class Watched implements ChangeFeed.Subscriber {
        private final AccountId account;
        private final AtomicBoolean due = new AtomicBoolean();
        private final ChangeFeed.Subscription subscription;

        Watched(AccountId account) {
            this.account = account;
            this.subscription = feed.follow(account, this);
        }

        @Override
        public void changed(Hint hint) {
            if (hint instanceof Hint.OfMailbox && running && due.compareAndSet(false, true)) {
                work.execute(this::look);
            }
        }

        @Override
        public void alert(String text) {
            // for people who look
        }

        private synchronized void look() {
            due.set(false);
            try {
                var arrivals = newMail.since(account);
                for (var text : notice.texts(account, arrivals)) sender.send(account, text);
            } catch (IOException | DataAccessException | TransactionException failure) {
                log.info("push: account {}: {}", account.value(), failure.getMessage());
            }
        }
    }

    @Override
    public void start() {
        work = Executors.newVirtualThreadPerTaskExecutor();
        timer = newTimer();
        running = true;
        var _ =
                timer.scheduleWithFixedDelay(
                        this::reload, 0, LOOK_EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void reload() {
        try {
            var wanted = new HashSet<>(subscriptions.accounts());
            wanted.forEach(this::watch);
            for (var account : watched.keySet()) {
                if (!wanted.contains(account)) leave(account);
            }
        } catch (DataAccessException | TransactionException down) {
            log.info("push: {}", down.getMessage());
        }
    }

    private void watch(AccountId account) {
        watched.computeIfAbsent(account, Watched::new);
    }

    private void leave(AccountId account) {
        var gone = watched.remove(account);
        if (gone != null) gone.subscription.close();
    }

    /** On this node at once. */
    @TransactionalEventListener(fallbackExecution = true)
    void changed(PushSubscriptions.Changed change) {
        if (subscriptions.of(change.account()).isEmpty()) {
            leave(change.account());
        } else if (!watched.containsKey(change.account())) {
            newMail.begin(change.account());
            watch(change.account());
        }
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
        watched.keySet().forEach(this::leave);
        work.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
