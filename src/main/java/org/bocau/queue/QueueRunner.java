package org.bocau.queue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.bocau.message.EmailAddress;
import org.bocau.relay.Attempt;
import org.bocau.relay.Hop;
import org.bocau.relay.Octets;
import org.bocau.relay.Outcome;
import org.bocau.relay.Relay;
import org.bocau.relay.RelaySession;
import org.bocau.relay.Reply;
import org.bocau.relay.TlsRequirement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Works the queue off. One thread claims what is due; a worker for each connection, on a virtual
 * thread, sends and writes down what came of it. No transaction is open while a host is spoken to.
 * Any number of nodes may do this on one database.
 */
@Component
class QueueRunner implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(QueueRunner.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Domains that have room again one after the other share a claim. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final QueueProperties properties;
    private final Claims claims;
    private final QueuedChunks chunks;
    private final Settlement settlement;
    private final Relay relay;
    private final ObjectProvider<LocalDelivery> local;
    private final Doorbell doorbell;
    private final Clock clock;
    private final Destinations destinations;
    private final AtomicBoolean running = new AtomicBoolean();
    private final Set<Claimed> underWay =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private final ClaimFloor floor = new ClaimFloor();
    private final AtomicBoolean suspectAbout = new AtomicBoolean();
    private volatile Instant nextSuspect = Instant.EPOCH;
    private volatile @Nullable Instant lastLook;
    private @Nullable Thread claiming;
    private long lastClaim = System.nanoTime(); // this and the next: of the claiming thread
    private Instant claimedUpTo = Instant.EPOCH;

    QueueRunner(
            QueueProperties properties,
            Claims claims,
            QueuedChunks chunks,
            Settlement settlement,
            Relay relay,
            ObjectProvider<LocalDelivery> local,
            Doorbell doorbell,
            Clock clock) {
        this.properties = properties;
        this.claims = claims;
        this.chunks = chunks;
        this.settlement = settlement;
        this.relay = relay;
        this.local = local;
        this.doorbell = doorbell;
        this.clock = clock;
        this.destinations =
                new Destinations(
                        properties.connections(),
                        properties.connectionsPerDomain(),
                        this::startWorker,
                        doorbell::ring,
                        clock);
    }

    @Override
    public boolean isAutoStartup() {
        return properties.run();
    }

    @Override
    public void start() {
        running.set(true);
        claiming = Thread.ofVirtual().name("queue-claim").start(this::run);
    }

    /**
     * Nothing new is begun, and what was claimed and not begun is due again at once, for another
     * node. An attempt under way gets some seconds; if it takes longer, its recipients come back at
     * their time.
     */
    @Override
    public void stop() {
        running.set(false);
        doorbell.ring();
        try {
            var thread = claiming;
            if (thread != null) {
                thread.join(properties.stopGrace());
            }
            giveBackAtEnd(destinations.close());
            if (!destinations.awaitEnd(properties.stopGrace())) {
                log.info("queue: {} attempts are left to their time", destinations.active());
                excuse(List.copyOf(underWay));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }

    /** When it last saw the database's rows; null before it first did. */
    @Nullable Instant lastLook() {
        return lastLook;
    }

    /** Connections to other systems now. */
    int active() {
        return destinations.active();
    }

    private void run() {
        while (running.get()) {
            long seen = doorbell.times();
            try {
                giveBack(destinations.stale(clock.instant()));
                if (doorbell.impatient()) {
                    destinations.askAgain();
                }
                boolean suspect = claimSuspect();
                boolean more = claim() || suspect;
                lastLook = clock.instant();
                if (!more) {
                    doorbell.await(seen, pause());
                }
            } catch (DataAccessException | TransactionException down) {
                log.warn("queue: put off, the store is unavailable: {}", down.getMessage());
                LockSupport.parkNanos(RETRY_NANOS);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException bug) { // mail must go on
                log.error("queue: the runner failed", bug);
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /** True when there may be more. */
    private boolean claim() {
        long early = lastClaim + GATHER_NANOS - System.nanoTime();
        if (early > 0) {
            LockSupport.parkNanos(early);
        }
        lastClaim = System.nanoTime();
        var busy = destinations.busy();
        if (busy.isEmpty()) {
            return false;
        }
        var now = clock.instant();
        claimedUpTo = now;
        var claimed = claims.claim(busy.get(), floor.at(busy.get(), now), now);
        floor.foundFrom(claimed.stream().map(Claimed::due).min(Instant::compareTo).orElse(now));
        destinations.add(claimed);
        return !claimed.isEmpty();
    }

    /**
     * One after the other, so that a crash tells who caused it. True when there may be more.
     *
     * <p>There are none but after a crash: they are looked for when the last one has ended, and
     * every poll.
     */
    private boolean claimSuspect() {
        var busy = destinations.busy();
        var now = clock.instant();
        if (busy.isEmpty()
                || now.isBefore(nextSuspect)
                || !suspectAbout.compareAndSet(false, true)) {
            return false;
        }
        nextSuspect = now.plus(properties.poll());
        boolean found = false;
        try {
            claims.quarantine(now).stream()
                    .distinct()
                    .forEach(id -> log.error("queue {}: quarantined, no attempt ever ended", id));
            var suspect = claims.claimSuspect(busy.get(), now);
            found = suspect.isPresent();
            suspect.ifPresent(one -> {
                log.warn("queue {}: tried alone after a crash", one.message().id());
                destinations.add(List.of(one));
            });
        } finally {
            if (!found) { // else it may have ended by now
                suspectAbout.set(false);
            }
        }
        return found;
    }

    private void suspectEnded(Claimed work) {
        if (work.suspect()) {
            nextSuspect = Instant.EPOCH;
            suspectAbout.set(false);
            doorbell.ring();
        }
    }

    /** Until the next recipient is due, and no longer than other nodes' mail may wait. */
    private long pause() {
        var busy = destinations.busy();
        long longest = properties.poll().toNanos();
        if (busy.isEmpty()) {
            return longest;
        }
        // What is due and was not claimed is another node's this very moment.
        return claims.nextDue(busy.get(), claimedUpTo)
                .map(due -> Duration.between(clock.instant(), due))
                .filter(wait -> wait.compareTo(properties.poll()) < 0)
                .map(wait -> Math.max(LEAST_PAUSE_NANOS, wait.toNanos()))
                .orElse(longest);
    }

    private void giveBack(List<Claimed> claimed) {
        if (!claimed.isEmpty()) {
            claimed.forEach(this::suspectEnded);
            claims.giveBack(claimed, clock.instant());
        }
    }

    /** What the stop cuts off is not to blame for it. */
    private void excuse(List<Claimed> cutOff) {
        try {
            claims.excuse(cutOff, clock.instant());
        } catch (DataAccessException | TransactionException down) {
            log.warn("queue: {} not excused: {}", cutOff.size(), down.getMessage());
        }
    }

    private void giveBackAtEnd(List<Claimed> claimed) {
        try {
            giveBack(claimed);
        } catch (DataAccessException | TransactionException down) { // they come back at their time
            log.warn("queue: {} not given back: {}", claimed.size(), down.getMessage());
        }
    }

    private void startWorker(Destination destination, Claimed first) {
        Thread.ofVirtual()
                .name("queue-" + destination.domain)
                .start(() -> new Worker(destination).run(first));
    }

    /** One connection's worth of a destination's mail. Owned by its thread. */
    private final class Worker {
        private final Destination destination;
        private @Nullable RelaySession session;
        private TlsRequirement tls = TlsRequirement.POLICY; // of the session

        Worker(Destination destination) {
            this.destination = destination;
        }

        void run(Claimed first) {
            boolean ended = false;
            try {
                for (var work = first; work != null; work = destinations.next(destination)) {
                    carryOut(work);
                }
                ended = true;
            } finally {
                hangUp();
                if (!ended) { // by an Error: the place must not be lost with the thread
                    destinations.leave(destination);
                }
            }
        }

        /** Whatever fails, the next one gets its turn: the row comes back at its time. */
        private void carryOut(Claimed work) {
            underWay.add(work);
            try {
                carryOutInParts(work);
            } catch (DataAccessException | TransactionException down) {
                log.warn("queue {}: put off: {}", work.message().id(), down.getMessage());
                hangUp();
            } catch (RuntimeException bug) {
                log.error("queue {}: not settled", work.message().id(), bug);
                hangUp();
            } finally {
                underWay.remove(work);
                suspectEnded(work);
            }
        }

        /** Each is written down before the next one begins. RFC 5321 §4.5.3.1.8. */
        private void carryOutInParts(Claimed work) {
            var left = work.recipients();
            while (!left.isEmpty()) {
                var part = work.to(left.subList(0, Math.min(left.size(), recipientMax())));
                if (part.recipients().size() < work.recipients().size()
                        && !work.left(clock.instant()).isPositive()) {
                    claims.giveBack(List.of(work.to(left)), clock.instant());
                    return;
                }
                settle(part, attempt(part));
                left = left.subList(part.recipients().size(), left.size());
            }
        }

        private int recipientMax() {
            return session == null ? Claims.BATCH : session.recipientMax();
        }

        /** One that fails by a bug counts: the sender must be told when its days are over. */
        private Attempt attempt(Claimed work) {
            try {
                var here = local.getIfAvailable();
                if (here != null && here.isLocal(destination.domain)) {
                    return deliver(work, here);
                }
                var down = destinations.down(destination);
                return down == null ? send(work) : all(work, down, Hop.NONE);
            } catch (DataAccessException | TransactionException down) {
                throw down;
            } catch (RuntimeException bug) {
                log.error("queue {}: the attempt failed", work.message().id(), bug);
                hangUp();
                return all(work, new Reply(451, "4.3.0 The attempt failed"), Hop.NONE);
            }
        }

        private Attempt send(Claimed work) {
            var open = session(work.tls());
            var attempt = open.send(work.envelope(), octets(work), work.left(clock.instant()));
            if (!open.reusable()) {
                hangUp();
            }
            var outcomes = attempt.outcomes().values();
            if (outcomes.stream().allMatch(Worker::unheard)) {
                destinations.unheard(destination, outcomes.iterator().next().reply());
            } else {
                destinations.heard(destination);
            }
            return attempt;
        }

        private RelaySession session(TlsRequirement wanted) {
            var open = session;
            if (open == null || tls != wanted) {
                hangUp();
                open = relay.open(destination.domain, wanted);
                session = open;
                tls = wanted;
            }
            return open;
        }

        /** No connection, none that lasted, or one that was not wanted. RFC 3463 §3.5: X.4. */
        private static boolean unheard(Outcome outcome) {
            return outcome instanceof Outcome.Deferred(Reply reply, Hop hop)
                    && (hop.host().isEmpty()
                            || reply.code() == 421
                            || reply.text().startsWith("4.4."));
        }

        private void hangUp() {
            var open = session;
            session = null;
            if (open != null) {
                open.close();
            }
        }

        /** The store may be away for a moment; what was delivered must not be sent again. */
        private void settle(Claimed work, Attempt attempt) {
            while (true) {
                try {
                    settlement.settle(work, attempt);
                    return;
                } catch (DataAccessException | TransactionException down) {
                    if (!running.get() || clock.instant().isAfter(work.leaseEnd())) {
                        log.error("queue {}: not settled", work.message().id(), down);
                        return;
                    }
                    log.warn("queue {}: {}", work.message().id(), down.getMessage());
                    LockSupport.parkNanos(RETRY_NANOS);
                }
            }
        }
    }

    /** What was held for later, or whose domain has become ours, needs no other host. */
    private Attempt deliver(Claimed work, LocalDelivery here) {
        var to =
                work.recipients().stream()
                        .map(r -> new OutboundRecipient(r.address(), r.notices(), r.orcpt()))
                        .toList();
        try (var in = octets(work).open()) {
            var outcomes = new LinkedHashMap<EmailAddress, Outcome>();
            here.deliver(
                            work.message(),
                            work.reversePath(),
                            to,
                            in,
                            filed -> settlement.endFiled(work, filed))
                    .forEach((address, answer) -> outcomes.put(address, outcome(answer)));
            return new Attempt(outcomes);
        } catch (IOException unreadable) {
            return all(work, new Reply(451, "4.3.0 " + unreadable.getMessage()), Hop.NONE);
        }
    }

    private static Outcome outcome(LocalDelivery.Answer answer) {
        var reply = new Reply(answer.code(), answer.text());
        return answer.code() / 100 == 2
                ? new Outcome.Delivered(reply, Hop.NONE)
                : Outcome.of(reply, Hop.NONE);
    }

    private static Attempt all(Claimed work, Reply reply, Hop hop) {
        var outcomes = new LinkedHashMap<EmailAddress, Outcome>();
        work.recipients()
                .forEach(to -> outcomes.put(to.address(), new Outcome.Deferred(reply, hop)));
        return new Attempt(outcomes);
    }

    private Octets octets(Claimed work) {
        var small = work.octets();
        var message = work.message();
        return small == null
                ? () -> new QueuedOctets(chunks, message.id().value(), message.octets())
                : () -> new ByteArrayInputStream(small);
    }
}
