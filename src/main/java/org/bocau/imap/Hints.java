package org.bocau.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bocau.mailbox.ChangeFeed;
import org.bocau.mailbox.Hint;
import org.bocau.mailbox.MailboxId;
import org.jspecify.annotations.Nullable;

/**
 * What others tell a session: the one object here that several threads use. The feed sets a flag
 * and, while the session idles, posts to its inbox; IDLE's reader thread posts what the client
 * sends. All calls return at once but {@link #await}.
 */
final class Hints implements ChangeFeed.Subscriber {
    private static final int MOST_ALERTS = 20;

    /** What wakes a session that idles. */
    sealed interface Event {
        /** Look at the hints. */
        record Wake() implements Event {}

        /** The client sent a line. */
        record Line(byte[] octets) implements Event {}

        /** Reading failed or ended; the session throws it again on its own thread. */
        record Ended(IOException reason) implements Event {}

        /** The reader thread met a bug. */
        record Failed(RuntimeException bug) implements Event {}
    }

    private final BlockingQueue<Event> inbox = new LinkedBlockingQueue<>();
    private final Queue<String> alerts = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean changed = new AtomicBoolean();
    private final AtomicBoolean annotated = new AtomicBoolean();
    private final AtomicBoolean anything = new AtomicBoolean();
    private volatile boolean watchingAll;
    private volatile @Nullable MailboxId watched;
    private volatile boolean idling;

    /**
     * From now on changes of this mailbox are hinted. Called before the mailbox is read, so that no
     * change falls between.
     */
    void watch(@Nullable MailboxId mailbox) {
        watched = mailbox;
        changed.set(false);
    }

    /** Changes of any mailbox, and of names and subscriptions, are hinted too. RFC 5465. */
    void watchAll(boolean now) {
        anything.set(false);
        watchingAll = now;
    }

    @Override
    public void changed(Hint hint) {
        boolean news =
                switch (hint) {
                    case Hint.OfMailbox(var mailbox) ->
                            mailbox.equals(watched) && changed.compareAndSet(false, true);
                    case Hint.OfAnnotations _ -> annotated.compareAndSet(false, true);
                    case Hint.OfNames _, Hint.Remade _ -> false; // for those who watch all
                };
        if (watchingAll && anything.compareAndSet(false, true)) {
            news = true;
        }
        if (news && idling) {
            inbox.add(new Event.Wake());
        }
    }

    @Override
    public void alert(String text) {
        if (alerts.size() < MOST_ALERTS) {
            alerts.add(text);
            if (idling) {
                inbox.add(new Event.Wake());
            }
        }
    }

    /** True once after a change. */
    boolean takeChanged() {
        return changed.compareAndSet(true, false);
    }

    /** True once after a change of anything, if that is watched. */
    boolean takeAnything() {
        return anything.compareAndSet(true, false);
    }

    /** True once after a change of annotations. */
    boolean takeAnnotated() {
        return annotated.compareAndSet(true, false);
    }

    /** What was hinted could not be read: look again the next time. */
    void missed() {
        changed.set(true);
        annotated.set(true);
        anything.set(watchingAll);
    }

    @Nullable String takeAlert() {
        return alerts.poll();
    }

    /** Between {@code idle(true)} and {@code idle(false)} hints are posted. */
    void idle(boolean now) {
        inbox.clear();
        idling = now;
    }

    void post(Event event) {
        inbox.add(event);
    }

    /** The next event, or null when none came in time. */
    @Nullable Event await(Duration time) throws IOException {
        try {
            return inbox.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }
}
