package org.bocau.webmail;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bocau.account.AccountId;
import org.bocau.account.Directory;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderState;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailServer;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.MailWatch;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.security.WebSessionEnded;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.stereotype.Service;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Event streams to browsers. A mailbox that several tabs of one user show is watched once; the
 * inbox is watched for all of them, for its count and for alerts, and Sent, because an own answer
 * makes the conversation longer that the list shows. Bounded per user: the oldest stream gives way.
 *
 * <p>Stops in the first phase, before the web server: that waits for open requests, and a stream is
 * one that does not end by itself.
 */
@Service
class LiveMail implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(LiveMail.class);
    private static final int STREAMS_PER_USER = 10;
    private static final int RENEW_SECONDS = 240; // NATs and servers drop what is silent for longer
    private static final int BEAT_SECONDS = 25;
    private static final Duration WATCHED = Duration.ofSeconds(20); // then the page looks itself

    private record Place(AccountId account, String mailbox) {}

    /** What a browser is told. */
    record Change(String mailbox, int arrived) {}

    private final MailServer server;
    private final FolderStore folders;
    private final MailClient client;
    private final Directory directory;
    private final WebmailProperties limits;
    private final Duration watched;
    private final Map<Place, MailWatch> watches = new HashMap<>(); // guarded by this
    private final Map<AccountId, ArrayDeque<Stream>> streams = new HashMap<>(); // guarded by this
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("webmail-live").factory());
    private boolean running; // guarded by this

    @Autowired
    LiveMail(
            MailServer server,
            FolderStore folders,
            MailClient client,
            Directory directory,
            WebmailProperties limits) {
        this(server, folders, client, directory, limits, WATCHED);
    }

    /**
     * @param watched how long a new stream waits for its folders to be watched
     */
    LiveMail(
            MailServer server,
            FolderStore folders,
            MailClient client,
            Directory directory,
            WebmailProperties limits,
            Duration watched) {
        this.watched = watched;
        this.server = server;
        this.folders = folders;
        this.client = client;
        this.directory = directory;
        this.limits = limits;
    }

    @Override
    public synchronized void start() {
        running = true;
        var _ =
                timer.scheduleWithFixedDelay(
                        this::renew, RENEW_SECONDS, RENEW_SECONDS, TimeUnit.SECONDS);
        var _ =
                timer.scheduleWithFixedDelay(
                        this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    /** How many arrivals in a folder a stream has told since it listens there. */
    static final class Told {
        private final AtomicInteger arrived = new AtomicInteger();
        private volatile boolean anything;

        void add(int more) {
            arrived.addAndGet(more);
            anything = true;
        }

        /** Of those that came since the page was made, the ones that nobody has told it. */
        int missed(FolderState known, FolderState now) {
            return Math.max(0, now.arrivedSince(known) - arrived.get());
        }

        /** Whether there is more to tell: whoever was told of anything has looked at all of it. */
        boolean more(FolderState known, FolderState now) {
            return missed(known, now) > 0 || !(anything || now.equals(known));
        }
    }

    /** One browser tab. */
    private final class Stream {
        private final MailAccount account;
        private final SseEmitter emitter = new SseEmitter(limits.liveStream().toMillis());
        private final Map<Place, MailWatch.Listener> listening = new HashMap<>();
        private final Map<Place, Told> told = new ConcurrentHashMap<>();

        Stream(MailAccount account) {
            this.account = account;
        }

        void listen(Folder folder, boolean alerts) {
            var place = new Place(account.id(), folder.name());
            var count = told.computeIfAbsent(place, _ -> new Told());
            var listener =
                    new MailWatch.Listener() {
                        @Override
                        public void changed(int arrived) {
                            count.add(arrived);
                            send("change", new Change(folder.path().segment(), arrived));
                        }

                        @Override
                        public void alert(String text) {
                            if (alerts) send("alert", Map.of("text", text));
                        }
                    };
            listening.put(place, listener);
            watch(place, account).add(listener);
        }

        /** What came after the page was made and before the folder was watched. */
        void catchUp(Folder folder, FolderState known) {
            var place = new Place(account.id(), folder.name());
            var watch = present(place);
            var count = told.get(place);
            if (watch == null || count == null) return;
            var segment = folder.path().segment();
            try {
                if (!watch.awaitIdle(watched.toMillis(), TimeUnit.MILLISECONDS)) {
                    send("change", new Change(segment, 0)); // whatever it was, the page looks
                    return;
                }
                var now = folders.state(account, folder);
                if (count.more(known, now))
                    send("change", new Change(segment, count.missed(known, now)));
            } catch (MailUnavailableException | MailRefusedException | NoSuchMailException no) {
                log.debug("{}: {} is not compared: {}", account.address(), folder.name(), no);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        boolean listens(Folder folder) {
            return listening.containsKey(new Place(account.id(), folder.name()));
        }

        /** Sending to a tab that is gone ends its stream. */
        void send(String event, Object data) {
            try {
                emitter.send(SseEmitter.event().name(event).data(data));
            } catch (IOException | IllegalStateException _) {
                end(this);
            }
        }

        /** The browser names it when it comes back, so that it is not told what is old. */
        void begin() {
            try {
                emitter.send(SseEmitter.event().id("1").comment(""));
            } catch (IOException | IllegalStateException _) {
                end(this);
            }
        }

        void beat() {
            try {
                emitter.send(SseEmitter.event().comment(""));
            } catch (IOException | IllegalStateException _) {
                end(this);
            }
        }
    }

    /**
     * Opens a stream for a page that shows something of these folders; one that is over at once
     * when the application is stopping, so that the browser asks again.
     *
     * @param shown the one on the page, and where what one sends oneself comes: conversations there
     *     grow by it
     * @param known how the page found them; what has changed since is told as soon as they are
     *     watched
     */
    SseEmitter open(
            MailAccount account, Folder inbox, List<Folder> shown, Map<Folder, FolderState> known) {
        var stream = new Stream(account);
        synchronized (this) {
            if (!running) {
                stream.emitter.complete();
                return stream.emitter;
            }
            var own = streams.computeIfAbsent(account.id(), _ -> new ArrayDeque<>());
            if (own.size() >= STREAMS_PER_USER) end(own.removeFirst());
            own.addLast(stream);
            stream.listen(inbox, true);
            shown.stream()
                    .filter(folder -> !stream.listens(folder))
                    .forEach(folder -> stream.listen(folder, false));
        }
        stream.emitter.onCompletion(() -> end(stream));
        stream.emitter.onTimeout(() -> end(stream));
        stream.emitter.onError(_ -> end(stream));
        stream.begin(); // the head of the answer goes out now, not with the first mail
        if (!known.isEmpty()) {
            var name = "webmail-missed-" + account.id().value();
            Thread.ofVirtual().name(name).start(() -> known.forEach(stream::catchUp));
        }
        return stream.emitter;
    }

    private synchronized MailWatch watch(Place place, MailAccount account) {
        return watches.computeIfAbsent(
                place,
                _ -> {
                    var watch = new MailWatch(server, account, place.mailbox());
                    Thread.ofVirtual().name("webmail-idle-" + account.id().value()).start(watch);
                    return watch;
                });
    }

    private synchronized @Nullable MailWatch present(Place place) {
        return watches.get(place);
    }

    private void end(Stream stream) {
        synchronized (this) {
            var own = streams.get(stream.account.id());
            if (own != null && own.remove(stream) && own.isEmpty())
                streams.remove(stream.account.id());
            stream.listening.forEach(this::leave);
            stream.listening.clear();
        }
        stream.emitter.complete();
    }

    private void leave(Place place, MailWatch.Listener listener) {
        var watch = watches.get(place);
        if (watch != null && watch.remove(listener)) {
            watches.remove(place);
            watch.stop();
        }
    }

    private void renew() {
        List<MailWatch> all;
        synchronized (this) {
            all = List.copyOf(watches.values());
        }
        all.forEach(MailWatch::renew);
    }

    private void beat() {
        List<Stream> all;
        synchronized (this) {
            all = streams.values().stream().flatMap(ArrayDeque::stream).toList();
        }
        all.forEach(Stream::beat);
    }

    /**
     * After sign-out nothing of theirs stays open; tabs still signed in elsewhere come back by
     * themselves.
     */
    @EventListener
    void signedOut(LogoutSuccessEvent event) {
        directory
                .accountByLogin(event.getAuthentication().getName())
                .ifPresent(a -> forget(a.id()));
    }

    /** The same where sessions were ended from elsewhere. */
    @EventListener
    void ended(WebSessionEnded event) {
        forget(event.account());
    }

    private void forget(AccountId account) {
        List<Stream> own;
        synchronized (this) {
            own = List.copyOf(streams.getOrDefault(account, new ArrayDeque<>()));
        }
        own.forEach(this::end);
        client.forget(account);
        log.debug("account {} signed out: {} streams closed", account.value(), own.size());
    }

    @Override
    public void stop() {
        timer.shutdownNow();
        List<Stream> all;
        synchronized (this) {
            running = false;
            all = streams.values().stream().flatMap(ArrayDeque::stream).toList();
        }
        all.forEach(this::end);
    }
}
