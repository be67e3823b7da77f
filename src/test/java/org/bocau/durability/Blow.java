package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.bocau.testing.ChildServer;
import org.bocau.testing.Program;

/** What happens to a server at work. */
enum Blow {
    /** {@code kill -9} of our process; PostgreSQL is told to shut down by its watcher. */
    SERVER(true) {
        @Override
        List<ProcessHandle> fall(ChildServer server, Random random) {
            server.kill();
            return List.of();
        }
    },
    /** Nobody shuts anything down. */
    SERVER_AND_DATABASE(true) {
        @Override
        List<ProcessHandle> fall(ChildServer server, Random random) throws IOException {
            server.killWithDatabase();
            return List.of();
        }
    },
    /** Told to end, it does so in order. */
    TERMINATE(true) {
        @Override
        List<ProcessHandle> fall(ChildServer server, Random random) {
            assertThat(server.terminate()).isIn(0, 143); // 128 + SIGTERM
            return List.of();
        }
    },
    /** Struck, and struck again while it starts: recovery, migrations, provisioning. */
    STARTING(true) {
        @Override
        List<ProcessHandle> fall(ChildServer server, Random random) throws IOException {
            server.killWithDatabase();
            killWhileItStarts(server, random);
            return List.of();
        }
    },
    /** {@code kill -9} of PostgreSQL's first process: it ends, and is to be started again. */
    POSTMASTER(false) {
        @Override
        List<ProcessHandle> fall(ChildServer server, Random random) throws IOException {
            var all = processes(server);
            all.getFirst().destroyForcibly();
            return all;
        }
    },
    /** Of another, as when memory runs out: PostgreSQL drops all connections and recovers. */
    BACKEND(false) {
        @Override
        List<ProcessHandle> fall(ChildServer server, Random random) throws IOException {
            var all = processes(server);
            var children = all.subList(1, all.size());
            children.get(random.nextInt(children.size())).destroyForcibly();
            return children;
        }
    },
    /** An administrator restarts it. */
    RESTART(false) {
        @Override
        List<ProcessHandle> fall(ChildServer server, Random random) throws IOException {
            var all = processes(server);
            signal(server, "INT", all.subList(0, 1));
            return all;
        }
    },
    /** It stands still for a while, as on a disk that does not answer. */
    FREEZE(false) {
        @Override
        List<ProcessHandle> fall(ChildServer server, Random random) throws IOException {
            freeze(server, () -> LockSupport.parkNanos(Duration.ofMillis(1500).toNanos()));
            return List.of();
        }
    };

    private static final int MOST_START_MILLIS = 6_000;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final boolean ends;

    Blow(boolean ends) {
        this.ends = ends;
    }

    /** Returns which processes end of it. */
    abstract List<ProcessHandle> fall(ChildServer server, Random random) throws IOException;

    /**
     * Returns when it has had its effect: an orphan of PostgreSQL's may still answer for a while.
     */
    void strike(ChildServer server, Random random) throws IOException {
        for (var ending : fall(server, random)) {
            try {
                ending.onExit().get(SOON.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException alive) { // the one to be struck had ended by itself
                return;
            } catch (InterruptedException | ExecutionException e) {
                throw new IOException(e);
            }
        }
    }

    /** Whether our process has to be started again. */
    boolean ends() {
        return ends;
    }

    static void killWhileItStarts(ChildServer server, Random random) throws IOException {
        server.launch();
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(MOST_START_MILLIS)).toNanos());
        server.kill();
    }

    /** Something that is done while the database stands still. */
    interface Meanwhile {
        void run() throws IOException;
    }

    /** PostgreSQL's: the first process, then its children. */
    private static List<ProcessHandle> processes(ChildServer server) throws IOException {
        var first = server.database();
        var all = new ArrayList<>(List.of(first));
        all.addAll(first.children().toList());
        return all;
    }

    /** Stops PostgreSQL's processes, all of them, and lets them go on. */
    static void freeze(ChildServer server, Meanwhile meanwhile) throws IOException {
        var first = server.database();
        signal(server, "STOP", List.of(first)); // makes no more children
        var all = new ArrayList<>(first.children().toList());
        signal(server, "STOP", all);
        try {
            meanwhile.run();
        } finally {
            all.add(first);
            signal(server, "CONT", all);
        }
    }

    /** One that has ended meanwhile is no matter. */
    private static void signal(ChildServer server, String name, List<ProcessHandle> processes) {
        var command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(one -> command.add(Long.toString(one.pid())));
        var _ = Program.run(server.home(), command);
    }
}
