package org.bocau.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bocau.account.Directory;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.NoSuchMailException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * Does imports behind the requests that began them, a few at once. Their files are on this node's
 * disk, so no other node goes on with them: this one does, when it is there again, or when the mail
 * is. Until then they are told as interrupted, at once or when their lease is over.
 */
@Service
class ImportRunner implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ImportRunner.class);
    private static final long ALIVE_SECONDS = Imports.LEASE.toSeconds() / 4;
    private static final long FIRST_LOOK_SECONDS = 5;
    private static final long LOOK_SECONDS = 60;
    private static final int MOST_FRUITLESS =
            5; // tries that come no further, each with the mail there

    private final Imports imports;
    private final HeldFiles held;
    private final FolderStore store;
    private final Directory directory;
    private final ImportTools tools;
    private final Semaphore free;
    private final Set<ImportRun> runs = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> fruitless = new ConcurrentHashMap<>(); // tries by id
    private volatile ScheduledExecutorService timer = timer();
    private volatile boolean running;
    private volatile boolean stopped; // tries that end with the server are none of their own

    ImportRunner(
            HeldFiles held,
            FolderStore store,
            Directory directory,
            TransferProperties limits,
            ImportTools tools) {
        this.imports = tools.imports();
        this.held = held;
        this.store = store;
        this.directory = directory;
        this.tools = tools;
        this.free = new Semaphore(limits.imports(), true);
    }

    private static ScheduledExecutorService timer() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("mail-imports").factory());
    }

    @Override
    public void start() {
        if (timer.isShutdown()) timer = timer();
        running = true;
        stopped = false;
        every(ALIVE_SECONDS, ALIVE_SECONDS, this::alive);
        every(FIRST_LOOK_SECONDS, LOOK_SECONDS, this::goOn);
        every(60, 3600, imports::forgetOld);
    }

    private void every(long first, long pause, Runnable work) {
        var _ = timer.scheduleWithFixedDelay(() -> guarded(work), first, pause, TimeUnit.SECONDS);
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (DataAccessException | TransactionException | MailUnavailableException down) {
            log.warn("imports: {}", down.getMessage());
        } catch (RuntimeException bug) { // the next round must come
            log.error("imports", bug);
        }
    }

    /** Imports under way end after the message they are at. */
    @Override
    public void stop() {
        running = false;
        stopped = true;
        timer.shutdownNow();
        for (var run : runs) {
            run.stop();
            end(run, MailImport.State.INTERRUPTED);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /**
     * Takes the files over and begins as soon as there is room.
     *
     * @throws IOException the files cannot be kept, and the import is over
     */
    synchronized void begin(
            MailAccount account,
            String id,
            List<UploadedFile> files,
            ImportChoice choice,
            Places places)
            throws IOException {
        boolean begun = false;
        try {
            var kept = held.keep(id, files);
            start(new ImportRun(account, id, kept, choice, places, tools));
            begun = true;
        } finally {
            if (!begun) imports.end(account.id(), id, MailImport.State.INTERRUPTED);
        }
    }

    private void start(ImportRun run) {
        runs.add(run);
        Thread.ofVirtual().name("mail-import").start(() -> carryOut(run));
    }

    /** On the caller's thread. */
    void carryOut(ImportRun run) {
        free.acquireUninterruptibly();
        boolean over = true;
        try {
            if (fruitless.getOrDefault(run.id(), 0) >= MOST_FRUITLESS - 1) run.tryLast();
            run.run();
            over =
                    imports.find(run.account().id(), run.id())
                            .map(ImportRunner::isOver)
                            .orElse(true);
        } catch (MailUnavailableException away) {
            over = false;
            if (run.cameFurther()) fruitless.remove(run.id());
            else if (!stopped) fruitless.merge(run.id(), 1, Integer::sum);
            log.warn("import of {}: put off: {}", run.account().address(), away.getMessage());
            end(run, MailImport.State.INTERRUPTED);
        } catch (NoSuchMailException gone) {
            log.warn("import of {}: ended: {}", run.account().address(), gone.getMessage());
            end(run, MailImport.State.INTERRUPTED);
        } catch (DataAccessException | TransactionException down) { // its lease will end it
            over = false;
            log.warn("import of {}: put off: {}", run.account().address(), down.getMessage());
        } catch (RuntimeException bug) { // and would be one again
            log.error("import of {}", run.account().address(), bug);
            end(run, MailImport.State.INTERRUPTED);
        } finally {
            free.release();
            runs.remove(run);
            if (over) {
                fruitless.remove(run.id());
                held.release(run.id());
            }
        }
    }

    private static boolean isOver(MailImport one) {
        return one.state() != MailImport.State.INTERRUPTED && !one.open();
    }

    private void end(ImportRun run, MailImport.State state) {
        guarded(() -> imports.end(run.account().id(), run.id(), state));
    }

    private void alive() {
        for (var run : runs) {
            imports.alive(run.account().id(), run.id());
            held.touch(run.id());
        }
    }

    /** Goes on with what was interrupted and is held here; removes what nobody will go on with. */
    void goOn() {
        var ids = held.all();
        fruitless.keySet().retainAll(ids);
        for (var id : ids) guarded(() -> goOn(id)); // one that cannot be read keeps back no other
    }

    private void goOn(String id) {
        if (isUnderWay(id)) return;
        if (held.expired(id)) {
            held.release(id);
            return;
        }
        var standing = imports.standing(id);
        if (standing.isEmpty() || isOver(standing.get().one())) held.release(id);
        else goOn(standing.get());
    }

    /** The same with one of them; nothing where that cannot be. */
    synchronized void goOn(Standing standing) { // not while one begins, which is not in runs yet
        var id = standing.one().id();
        if (isUnderWay(id)) return;
        var owner = directory.account(standing.account());
        var files = held.of(standing);
        if (owner.isEmpty() || files.isEmpty()) {
            imports.end(standing.account(), id, MailImport.State.INTERRUPTED);
            held.release(id);
            return;
        }
        if (!owner.get().enabled()) { // may be enabled again while the files are kept
            imports.end(standing.account(), id, MailImport.State.INTERRUPTED);
            return;
        }
        var address = owner.get().address().toString();
        var account = new MailAccount(standing.account(), address, owner.get().name());
        var places = new Places(store, account, standing.choice().into());
        if (!imports.goOn(standing.account(), id)) return;
        log.info("{}: an import goes on after {} messages", address, standing.passed());
        start(new ImportRun(account, standing, files.get(), places, tools));
    }

    private boolean isUnderWay(String id) {
        return runs.stream().anyMatch(run -> run.id().equals(id));
    }
}
