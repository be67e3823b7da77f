package org.bocau.webpush;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bocau.account.AccountId;
import org.bocau.mailbox.ChangeFeed;
import org.bocau.mailbox.Hint;
import org.bocau.mailbox.MailboxId;
import org.bocau.webpush.NewMail.Look;
import org.jspecify.annotations.Nullable;
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
    private static final Duration PATIENCE = Duration.ofSeconds(5);

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
        private final AtomicInteger due = new AtomicInteger();
        private final ChangeFeed.Subscription subscription;
        private volatile @Nullable MailboxId inbox; // null until it is looked up (again)
        private volatile long told;
        private volatile boolean owed;

        Watched(AccountId account) {
            this.account = account;
            this.subscription = feed.follow(account, this);
        }

        @Override
        public void changed(Hint hint) {
            switch (hint) {
                case Hint.OfNames _ -> inbox = null;
                case Hint.OfMailbox(var mailbox) -> {
                    var known = inbox;
                    if (known == null || known.equals(mailbox)) soon();
                }
                case Hint.OfAnnotations _, Hint.Remade _ -> {}
            }
        }

        @Override
        public void alert(String text) {
            // for people who look
        }

        void soon() {
            if (!running || due.getAndIncrement() != 0) return;
            try {
                work.execute(this::looks);
            } catch (RejectedExecutionException _) { // stopped this moment; the feed must not fail
                due.set(0);
            }
        }

        /** What an earlier look could not do. */
        void again() {
            if (owed) soon();
        }

        private void looks() {
            for (int asked = due.get(); asked > 0; asked = due.addAndGet(-asked)) {
                owed = true;
                try {
                    owed = !look();
                } catch (IOException | DataAccessException | TransactionException failure) {
                    log.info("push: account {}: {}", account.value(), failure.getMessage());
                } catch (RuntimeException bug) { // the next look must come
                    log.error("push: account {}", account.value(), bug);
                }
            }
        }

        /** False when it has to be looked again, without a hint. */
        private boolean look() throws IOException {
            var place = inbox;
            if (place == null) {
                place = newMail.inbox(account).orElse(null);
                inbox = place;
            }
            if (place == null) return true;
            return switch (newMail.look(place, told)) {
                case Look.Nothing(long upTo) -> {
                    told = upTo;
                    yield true;
                }
                case Look.Elsewhere _ -> false;
                case Look.News news -> tell(news);
            };
        }

        private boolean tell(Look.News news) {
            boolean done = false;
            try {
                done = sender.send(account, notice.texts(account, news.arrivals()));
            } finally {
                var _ = Thread.interrupted(); // by stop(): what follows needs the database
                if (done) newMail.told(account, news.upTo(), news.lease());
                else newMail.untold(account, news.lease());
            }
            if (done) told = news.upTo();
            return done;
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
            watched.values().forEach(Watched::again);
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

    /**
     * Waits for what is being told. A push service that is slow is waited for no longer then; what
     * it was not told is given back, so that another node tells it at once.
     */
    @Override
    public void stop() {
        running = false;
        watched.keySet().forEach(this::leave);
        for (var executor : List.of(timer, work)) {
            executor.shutdown();
            if (!ends(executor)) {
                executor.shutdownNow();
                if (!ends(executor)) log.warn("push: stopped while somebody was being told");
            }
        }
    }

    private static boolean ends(ExecutorService executor) {
        try {
            return executor.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
