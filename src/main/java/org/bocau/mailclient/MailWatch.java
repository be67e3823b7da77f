package org.bocau.mailclient;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One mailbox under IDLE (RFC 2177), for all who look at it in the browsers of one user. Runs on
 * its own virtual thread, which alone reads the connection; comes back by itself when the server
 * was away.
 */
public final class MailWatch implements Runnable {
    /** Told on the watch's thread; must not block for long. */
    public interface Listener {
        /**
         * Something changed: messages came, went or got other flags.
         *
         * @param arrived how many came since the last call
         */
        void changed(int arrived);

        /** The server wants this shown to the user, RFC 3501 §7.1. */
        void alert(String text);
    }

    private static final Logger log = LoggerFactory.getLogger(MailWatch.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MAX_ALERT = 500;

    private final MailServer server;
    private final MailAccount account;
    private final String mailbox;
    private final Map<Listener, Boolean> listeners = new ConcurrentHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch watching = new CountDownLatch(1);
    private volatile @Nullable ImapConnection current;
    private int known = -1;
    private boolean dirty;

    public MailWatch(MailServer server, MailAccount account, String mailbox) {
        this.server = server;
        this.account = account;
        this.mailbox = mailbox;
    }

    public void add(Listener listener) {
        listeners.put(listener, true);
    }

    /** True when nobody is left: the watch must be stopped. */
    public boolean remove(Listener listener) {
        listeners.remove(listener);
        return listeners.isEmpty();
    }

    /**
     * Waits until the mailbox is watched for the first time; what comes before is in the page
     * already.
     */
    public boolean awaitIdle(long time, TimeUnit unit) throws InterruptedException {
        return watching.await(time, unit);
    }

    /** Ends it; any thread. */
    public void stop() {
        ended.countDown();
        renew();
    }

    /**
     * Ends the present IDLE, so that the next one begins: keeps the connection and proves it alive.
     */
    public void renew() {
        var connection = current;
        if (connection != null) connection.idleAbort();
    }

    @Override
    public void run() {
        var pause = Duration.ofSeconds(1);
        while (running()) {
            try {
                watch();
                pause = Duration.ofSeconds(1);
            } catch (ProtocolException | MailUnavailableException away) {
                log.debug(
                        "{}: watch of {} broke off: {}",
                        account.address(),
                        mailbox,
                        away.getMessage());
            }
            if (!running() || waited(pause)) return;
            pause =
                    pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                            ? LONGEST_PAUSE
                            : pause.multipliedBy(2);
        }
    }

    private boolean running() {
        return ended.getCount() > 0;
    }

    /** True when it was stopped while it waited. */
    private boolean waited(Duration pause) {
        try {
            return ended.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void watch() throws ProtocolException {
        var connection = server.live(account);
        try {
            connection.addResponseHandler(this::read);
            connection.enter(mailbox);
            tell(connection); // whatever came while we were away
            current = connection;
            while (running()) idle(connection);
            connection.logout();
        } finally {
            current = null;
            connection.disconnect();
        }
    }

    private void idle(ImapConnection connection) throws ProtocolException {
        connection.idleStart();
        watching.countDown();
        while (true) {
            var response = connection.readIdleResponse();
            boolean more = response != null && connection.processIdleResponse(response);
            // Answers often come in bursts; they are told once the burst is over.
            if (dirty && !waiting(connection)) tell(connection);
            if (!more) return;
        }
    }

    private static boolean waiting(ImapConnection connection) {
        try {
            return connection.inputWaiting();
        } catch (IOException _) {
            return false;
        }
    }

    private void read(Response response) {
        if (response instanceof IMAPResponse imap
                && (imap.keyEquals("EXISTS")
                        || imap.keyEquals("EXPUNGE")
                        || imap.keyEquals("FETCH"))) {
            dirty = true;
        }
        if (response.isUnTagged() && response.isOK()) alert(response.toString());
    }

    private void alert(String line) {
        int at = line.toUpperCase(java.util.Locale.ROOT).indexOf("[ALERT]");
        if (at < 0) return;
        var text = Correspondent.shown(line.substring(at + "[ALERT]".length()));
        var shown = text.length() > MAX_ALERT ? text.substring(0, MAX_ALERT) : text;
        listeners.keySet().forEach(l -> l.alert(shown));
    }

    private void tell(ImapConnection connection) {
        dirty = false;
        int before = known;
        known = connection.exists();
        if (before < 0) return; // the page that just opened knows this already
        int arrived = Math.max(0, known - before);
        listeners.keySet().forEach(l -> l.changed(arrived));
    }
}
