package org.bocau.queue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bocau.database.NodeSignals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Rings the doorbells of the other nodes, and this one when they ring: what one enqueues, any may
 * send at once. Rings that come close together are one, outside of all transactions.
 */
@Component
class OtherNodes implements SmartLifecycle, NodeSignals.Listener {
    private static final Logger log = LoggerFactory.getLogger(OtherNodes.class);
    private static final String TOPIC = "queue";

    /** There is something to do. */
    private static final String WORK = "work";

    /** The same, and whoever was found down is to be asked again. */
    private static final String IMPATIENT = "impatient";

    /** The first ring goes at once; those within this time after it are gathered. */
    private static final long GATHER_MILLIS = 50;

    private final NodeSignals signals;
    private final Doorbell doorbell;
    private final Semaphore rung = new Semaphore(0);
    private volatile CountDownLatch ended = new CountDownLatch(0);

    OtherNodes(NodeSignals signals, Doorbell doorbell) {
        this.signals = signals;
        this.doorbell = doorbell;
        signals.listen(TOPIC, this);
        doorbell.elsewhere(rung::release);
    }

    @Override
    public void heard(String text) {
        if (text.equals(IMPATIENT)) {
            doorbell.beImpatientHere();
        }
        doorbell.ring();
    }

    @Override
    public void missed() {
        doorbell.ring();
    }

    @Override
    public void start() {
        ended = new CountDownLatch(1);
        Thread.ofVirtual().name("queue-other-nodes").start(this::run);
    }

    @Override
    public void stop() {
        ended.countDown();
        rung.release();
    }

    @Override
    public boolean isRunning() {
        return ended.getCount() > 0;
    }

    private void run() {
        try {
            while (isRunning()) {
                rung.acquire();
                rung.drainPermits();
                send(doorbell.impatientElsewhere() ? IMPATIENT : WORK);
                boolean _ = ended.await(GATHER_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(String text) {
        try {
            signals.send(TOPIC, text);
        } catch (DataAccessException down) { // they look by themselves
            log.debug("hint to other nodes lost: {}", down.getMessage());
        }
    }
}
