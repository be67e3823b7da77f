package org.bocau.durability;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.bocau.testing.ChildServer;
import org.bocau.testing.Program;

/** What happens to a server at work. */
enum Blow {
    /** {@code kill -9} of our process; PostgreSQL is told to shut down by its watcher. */
    SERVER(true) {
        @Override
        void strike(ChildServer server, Random random) {
            server.kill();
        }
    },
    /** Nobody shuts anything down. */
    SERVER_AND_DATABASE(true) {
        @Override
        void strike(ChildServer server, Random random) throws IOException {
            server.killWithDatabase();
        }
    },
    /** {@code kill -9} of PostgreSQL's first process: it ends, and is to be started again. */
    POSTMASTER(false) {
        @Override
        void strike(ChildServer server, Random random) throws IOException {
            server.database().destroyForcibly();
        }
    },
    /** Of another, as when memory runs out: PostgreSQL drops all connections and recovers. */
    BACKEND(false) {
        @Override
        void strike(ChildServer server, Random random) throws IOException {
            var children = server.database().children().toList();
            children.get(random.nextInt(children.size())).destroyForcibly();
        }
    },
    /** An administrator restarts it. */
    RESTART(false) {
        @Override
        void strike(ChildServer server, Random random) throws IOException {
            signal(server, "INT", List.of(server.database()));
        }
    },
    /** It stands still for a while, as on a disk that does not answer. */
    FREEZE(false) {
        @Override
        void strike(ChildServer server, Random random) throws IOException {
            freeze(server, () -> LockSupport.parkNanos(Duration.ofMillis(1500).toNanos()));
        }
    };

    private final boolean ends;

    Blow(boolean ends) {
        this.ends = ends;
    }

    abstract void strike(ChildServer server, Random random) throws IOException;

    /** Whether our process has to be started again. */
    boolean ends() {
        return ends;
    }

    /** Something that is done while the database stands still. */
    interface Meanwhile {
        void run() throws IOException;
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
