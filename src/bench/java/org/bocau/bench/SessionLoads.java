package org.bocau.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.bocau.bench.Load.Figure;
import org.bocau.bench.Load.Run;
import org.bocau.bench.Load.State;
import org.bocau.bench.Load.Unit;
import org.bocau.bench.MailServer.Role;

/** Logging in, being told, being many. */
final class SessionLoads {
    private static final double LOGIN_MS = 2_000;
    private static final int MOST_LOGINS = 6_000;
    private static final int PUSHES = 20;

    private SessionLoads() {}

    static List<Load> all() {
        return List.of(
                Load.rate(
                        "login-1",
                        "Connect, LOGIN, LOGOUT, 1 connection",
                        5,
                        run -> logins(run, 1)),
                Load.rate(
                        "login-16",
                        "Connect, LOGIN, LOGOUT, 16 connections",
                        5,
                        run -> logins(run, 16)),
                Load.rate("mixed-1", "Mixed commands, 1 client", 1, run -> MixedLoad.run(run, 1)),
                Load.rate(
                        "mixed-20", "Mixed commands, 20 clients", 1, run -> MixedLoad.run(run, 20)),
                Load.rate(
                        "mixed-100",
                        "Mixed commands, 100 clients",
                        1,
                        run -> MixedLoad.run(run, 100)),
                Load.warm("push", "APPEND until ten in IDLE are told, p50", 0, SessionLoads::push),
                new Load(
                        "idle-plain",
                        "A connection in IDLE",
                        Unit.KIBIBYTES,
                        State.FRESH,
                        0,
                        run -> IdleCrowd.memory(run, false)),
                new Load(
                        "idle-tls",
                        "A connection in IDLE, TLS",
                        Unit.KIBIBYTES,
                        State.FRESH,
                        0,
                        run -> IdleCrowd.memory(run, true)),
                new Load(
                        "idle-told",
                        "APPEND until all in IDLE are told",
                        Unit.MILLISECONDS,
                        State.FRESH,
                        0,
                        IdleCrowd::told));
    }

    private static Figure logins(Run run, int connections) throws Exception {
        var done = new AtomicInteger();
        long begun = System.nanoTime();
        Callable<Boolean> one =
                () -> {
                    while (Timing.since(begun) < LOGIN_MS && done.get() < MOST_LOGINS) {
                        try (var client = run.server().connect(Role.IDLE)) {
                            client.logout();
                        }
                        done.incrementAndGet();
                    }
                    return true;
                };
        try (var threads = Executors.newFixedThreadPool(connections)) {
            var work = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < connections; i++) {
                work.add(one);
            }
            for (var each : threads.invokeAll(work)) {
                each.get();
            }
        }
        return Figure.of(done.get() / (Timing.since(begun) / 1e3));
    }

    private static Figure push(Run run) throws Exception {
        try (var crowd = new IdleCrowd(run.server(), false);
                var sender = run.server().connect(Role.IDLE)) {
            crowd.grow(10);
            return Figure.of(Timing.median(PUSHES, () -> crowd.tell(sender)));
        }
    }
}
