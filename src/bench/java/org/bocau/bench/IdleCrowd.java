package org.bocau.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.bocau.bench.Load.Figure;
import org.bocau.bench.Load.Run;
import org.bocau.bench.MailServer.Role;
import org.jspecify.annotations.Nullable;

/** Connections that sit in IDLE on one mailbox, each with a virtual thread that listens. */
final class IdleCrowd implements AutoCloseable {
    private static final int AT_A_TIME = 32;
    private static final int WARM_UP = 500;

    /** TLS handshakes of thousands take minutes of both processors. */
    private static final int MOST_TLS = 3_000;

    private static final long PATIENCE_S = 180;
    private static final long SETTLE_MS = 3_000;

    private final MailServer server;
    private final boolean tls;
    private final ConcurrentLinkedQueue<ImapClient> clients = new ConcurrentLinkedQueue<>();
    private final AtomicReference<CountDownLatch> told =
            new AtomicReference<>(new CountDownLatch(0));
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    IdleCrowd(MailServer server, boolean tls) {
        this.server = server;
        this.tls = tls;
    }

    /** Adds so many, and returns when all of them idle. */
    void grow(int count) throws IOException, InterruptedException {
        var door = new Semaphore(AT_A_TIME);
        var idling = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            door.acquire();
            Thread.ofVirtual().start(() -> live(idling, door));
        }
        boolean all = idling.await(PATIENCE_S, TimeUnit.SECONDS);
        check();
        if (!all) {
            throw new IOException(idling.getCount() + " of " + count + " do not idle yet");
        }
    }

    private void check() throws IOException {
        var failed = failure.get();
        if (failed != null) {
            throw new IOException("an idle connection failed: " + failed, failed);
        }
    }

    private void live(CountDownLatch idling, Semaphore door) {
        boolean inside = false;
        try {
            var client = ImapClient.connectSmall(server.port(tls), tls);
            clients.add(client);
            client.command("LOGIN " + server.login(Role.IDLE));
            client.command("SELECT INBOX");
            client.send("IDLE");
            client.patient();
            client.readResponse();
            while (!client.startsWith("+")) {
                client.readResponse();
            }
            door.release();
            inside = true;
            idling.countDown();
            listen(client);
        } catch (IOException e) {
            if (!inside) {
                failure.compareAndSet(null, e);
                door.release();
                idling.countDown();
            }
        }
    }

    private void listen(ImapClient client) throws IOException {
        while (true) {
            client.readResponse();
            if (client.is("EXISTS")) {
                told.get().countDown();
            }
        }
    }

    /** Appends a message and returns when every one has been told. */
    void tell(ImapClient sender) throws Exception {
        var latch = new CountDownLatch(clients.size());
        told.set(latch);
        WriteLoads.append(sender);
        if (!latch.await(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new IOException(latch.getCount() + " were not told");
        }
    }

    int size() {
        return clients.size();
    }

    @Override
    public void close() {
        clients.forEach(ImapClient::close);
    }

    /**
     * Memory of all the server's processes for each connection: what it grows by after a few
     * hundred have come and gone.
     */
    static Figure memory(Run run, boolean tls) throws Exception {
        int wanted = Math.min(run.options().idle(), tls ? MOST_TLS : Integer.MAX_VALUE);
        int count = Math.min(wanted, run.server().mostIdle());
        try (var early = new IdleCrowd(run.server(), tls)) {
            early.grow(Math.min(WARM_UP, count));
        }
        TimeUnit.MILLISECONDS.sleep(SETTLE_MS);
        long before = run.server().memory();
        try (var crowd = new IdleCrowd(run.server(), tls)) {
            crowd.grow(count);
            TimeUnit.MILLISECONDS.sleep(SETTLE_MS);
            double each = (run.server().memory() - before) / 1024.0 / crowd.size();
            return new Figure(each, connections(count));
        }
    }

    static Figure told(Run run) throws Exception {
        int count = Math.min(run.options().idle(), run.server().mostIdle());
        try (var crowd = new IdleCrowd(run.server(), false);
                var sender = run.server().connect(Role.IDLE)) {
            crowd.grow(count);
            return new Figure(Timing.median(5, () -> crowd.tell(sender)), connections(count));
        }
    }

    private static String connections(int count) {
        return String.format(Locale.ROOT, "%,d connections", count);
    }

    /** All that have connected. */
    List<ImapClient> clients() {
        return List.copyOf(clients);
    }
}
