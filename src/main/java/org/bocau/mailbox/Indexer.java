package org.bocau.mailbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.bocau.account.AccountId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Indexes the text of what was delivered, behind the deliveries, on one thread. It waits a moment
 * after the first delivery to an account, so that a batch is worth its transaction, and up to a
 * minute while very many come; if they still come then, it pauses after each account, so that
 * deliveries have the machine. Who searches earlier does the work himself. What a node leaves
 * undone, another or its next start finds.
 */
@Component
class Indexer implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Indexer.class);
    private static final long GATHER_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Messages in that moment that leave the machine time for the index. */
    private static final int FEW = 20;

    /** So long an account's index waits for a calmer moment. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** So much longer than its work are its pauses then. */
    private static final int REST = 7;

    /** How often it looks for what others left undone. */
    private static final long LOOK_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final TextIndex index;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final Map<AccountId, Long> dirty = new LinkedHashMap<>(); // since when, by nanoTime
    private long filed; // messages, ever
    private final Lifetime life = new Lifetime();
    private @Nullable Thread thread;

    Indexer(TextIndex index) {
        this.index = index;
    }

    /** A message came in; its transaction need not have ended. */
    void filed(AccountId account) {
        lock.lock();
        try {
            filed++;
            if (dirty.putIfAbsent(account, System.nanoTime()) == null && dirty.size() == 1) {
                something.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        life.begin();
        thread = Thread.ofVirtual().name("indexer").start(this::run);
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
        var working = thread;
        if (working != null) {
            try {
                working.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return life.running();
    }

    private void run() {
        try {
            while (life.running()) {
                work();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() throws InterruptedException {
        AccountId account = null;
        try {
            look();
            for (account = next(); account != null && life.running(); account = next()) {
                long filedBefore = filed();
                long begun = System.nanoTime();
                index.bringUp(account, life::running);
                rest(System.nanoTime() - begun, filed() - filedBefore);
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("indexing put off: {}", e.getMessage());
            if (account != null) {
                filed(account);
            }
            life.pause(RETRY_NANOS);
        } catch (CancellationException stopping) {
            log.debug("indexing stopped");
        }
    }

    private void look() {
        var behind = index.behind();
        lock.lock();
        try {
            long now = System.nanoTime();
            behind.forEach(account -> dirty.putIfAbsent(account, now));
        } finally {
            lock.unlock();
        }
    }

    /** An account to index, after the moment to gather; null when it is time to look again. */
    private @Nullable AccountId next() throws InterruptedException {
        lock.lock();
        try {
            long left = LOOK_NANOS;
            while (dirty.isEmpty() && life.running() && left > 0) {
                left = something.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        while (life.running() && busy()) {
            // deliveries go first
        }
        lock.lock();
        try {
            var oldest = dirty.keySet().iterator();
            if (!oldest.hasNext()) {
                return null;
            }
            var account = oldest.next();
            oldest.remove();
            return account;
        } finally {
            lock.unlock();
        }
    }

    /** Waits the moment to gather; true when many came in it, and the oldest can wait longer. */
    private boolean busy() throws InterruptedException {
        long before = filed();
        if (oldestWaited() > PATIENCE_NANOS) {
            return false;
        }
        life.pause(GATHER_NANOS);
        return filed() - before > FEW && oldestWaited() <= PATIENCE_NANOS;
    }

    /** While very many come, an account's index is made in an eighth of the time. */
    private void rest(long worked, long came) throws InterruptedException {
        long left = came * GATHER_NANOS > FEW * worked ? REST * worked : 0;
        while (left > 0 && life.running()) {
            long before = filed();
            long pause = Math.min(left, GATHER_NANOS);
            life.pause(pause);
            left = (filed() - before) * GATHER_NANOS > FEW * pause ? left - pause : 0;
        }
    }

    private long filed() {
        lock.lock();
        try {
            return filed;
        } finally {
            lock.unlock();
        }
    }

    private long oldestWaited() {
        lock.lock();
        try {
            var since = dirty.values().iterator();
            return since.hasNext() ? System.nanoTime() - since.next() : 0;
        } finally {
            lock.unlock();
        }
    }
}
