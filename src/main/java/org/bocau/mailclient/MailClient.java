package org.bocau.mailclient;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bocau.account.AccountId;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ConnectionException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;

/**
 * Lends IMAP connections to pieces of work: a few per user, each used by one thread at a time and
 * for one piece only, closed when nobody has asked for a while. Downloads borrow one for each
 * chunk, so a slow reader holds nothing.
 */
@Service
public class MailClient implements DisposableBean {
    /** Work on a connection. Its protocol errors become the exceptions of {@link #with}. */
    @FunctionalInterface
    public interface Work<T> {
        T on(ImapConnection connection) throws ProtocolException, IOException, MessagingException;
    }

    private record Idle(ImapConnection connection, Instant since) {}

    /** One user's share. The deque is guarded by itself; the last used is reused first. */
    private static final class Share {
        final Semaphore free;
        final ArrayDeque<Idle> idle = new ArrayDeque<>();
        int users; // guarded by its place in the map: pieces of work that have it now
        private boolean closed; // guarded by the deque

        Share(int size) {
            free = new Semaphore(size, true);
        }

        /** False when the user has been forgotten meanwhile: then nothing stays open. */
        boolean keep(Idle one) {
            synchronized (idle) {
                if (!closed) idle.push(one);
                return !closed;
            }
        }

        void close() {
            synchronized (idle) {
                closed = true;
            }
        }

        boolean isUnused() {
            synchronized (idle) {
                return users == 0 && idle.isEmpty();
            }
        }
    }

    private final MailServer server;
    private final MailClientProperties limits;
    private final Clock clock;
    private final Map<AccountId, Share> shares = new ConcurrentHashMap<>();
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("webmail-sweep").factory());

    MailClient(MailServer server, MailClientProperties limits, Clock clock) {
        this.server = server;
        this.limits = limits;
        this.clock = clock;
        long every = Math.max(1, limits.connectionsIdle().toSeconds() / 3);
        var _ = sweeper.scheduleWithFixedDelay(this::sweep, every, every, TimeUnit.SECONDS);
    }

    /**
     * Runs the work on a connection that is in this mailbox.
     *
     * @throws NoSuchMailException there is no such mailbox
     * @throws MailRefusedException the server said NO to something else
     * @throws MailUnavailableException the server is away, too busy, or broke off
     */
    public <T> T in(MailAccount account, String mailbox, Work<T> work) {
        return with(
                account,
                connection -> {
                    try {
                        connection.enter(mailbox);
                    } catch (CommandFailedException none) {
                        throw new NoSuchMailException("no mailbox " + mailbox);
                    }
                    return work.on(connection);
                });
    }

    /** Runs the work on any connection, in no particular mailbox. */
    public <T> T with(MailAccount account, Work<T> work) {
        var share = join(account.id());
        try {
            acquire(share);
            try {
                var connection = take(share);
                if (connection == null) connection = server.imap(account);
                return run(share, connection, work);
            } finally {
                share.free.release();
            }
        } finally {
            leave(account.id(), share);
        }
    }

    private Share join(AccountId account) {
        return shares.compute(
                account,
                (_, there) -> {
                    var share = there == null ? new Share(limits.connectionsPerUser()) : there;
                    share.users++;
                    return share;
                });
    }

    private void leave(AccountId account, Share share) {
        shares.computeIfPresent(
                account,
                (_, there) -> {
                    if (there == share) share.users--; // else it was forgotten, and is nobody's
                    return there;
                });
    }

    private <T> T run(Share share, ImapConnection connection, Work<T> work) {
        boolean healthy = false;
        try {
            var result = work.on(connection);
            healthy = true;
            return result;
        } catch (CommandFailedException no) {
            healthy = true;
            throw new MailRefusedException(words(no));
        } catch (NoSuchMailException | MailRefusedException refusal) {
            healthy = true;
            throw refusal;
        } catch (ConnectionException | IOException gone) {
            throw new MailUnavailableException("the IMAP connection broke", gone);
        } catch (ProtocolException | MessagingException wrong) {
            throw new IllegalStateException("IMAP dialogue failed", wrong);
        } finally {
            if (!healthy) connection.disconnect();
            else if (!share.keep(new Idle(connection, clock.instant()))) logout(connection);
        }
    }

    private void acquire(Share share) {
        try {
            if (share.free.tryAcquire(limits.commandTimeout().toMillis(), TimeUnit.MILLISECONDS))
                return;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new MailUnavailableException("all IMAP connections of this user are busy", null);
    }

    /** An idle connection that still answers. */
    private @Nullable ImapConnection take(Share share) {
        while (true) {
            Idle chosen;
            synchronized (share.idle) {
                chosen = share.idle.poll();
            }
            if (chosen == null) return null;
            if (chosen.since().plusSeconds(5).isAfter(clock.instant())
                    || answers(chosen.connection())) {
                return chosen.connection();
            }
        }
    }

    private static boolean answers(ImapConnection connection) {
        try {
            connection.noop();
            return true;
        } catch (ProtocolException _) { // the server closed it while it was idle
            connection.disconnect();
            return false;
        }
    }

    /** Closes what nobody has asked for, and forgets who has nothing open any more. */
    void sweep() {
        var limit = clock.instant().minus(limits.connectionsIdle());
        for (var account : shares.keySet()) {
            var share = shares.get(account);
            if (share == null) continue;
            closeIdle(share, limit);
            shares.computeIfPresent(account, (_, there) -> there.isUnused() ? null : there);
        }
    }

    /** How many users have connections, or work that waits for one. */
    int users() {
        return shares.size();
    }

    private static void closeIdle(Share share, Instant before) {
        while (true) {
            Idle last;
            synchronized (share.idle) {
                last = share.idle.peekLast();
                if (last == null || last.since().isAfter(before)) return;
                share.idle.removeLast();
            }
            logout(last.connection());
        }
    }

    private static void logout(ImapConnection connection) {
        try {
            connection.logout();
        } catch (ProtocolException _) { // it is closed either way
            connection.disconnect();
        }
    }

    /**
     * Closes what this user has open: after sign-out nothing of them stays behind. What is at work
     * now is closed when it is done.
     */
    public void forget(AccountId account) {
        var share = shares.remove(account);
        if (share == null) return;
        share.close();
        closeIdle(share, Instant.MAX);
    }

    @Override
    public void destroy() {
        sweeper.shutdownNow();
        shares.keySet().forEach(this::forget);
    }

    /** The text of a NO, without the tag and the response code. RFC 3501 §7.1 */
    private static String words(CommandFailedException no) {
        var text = no.getResponse() == null ? "" : String.valueOf(no.getResponse().getRest());
        return text.replaceFirst("^\\[[^\\]]*\\] ?", "").strip();
    }
}
