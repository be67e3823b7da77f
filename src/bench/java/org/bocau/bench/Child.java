package org.bocau.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server process that this benchmark started, and only such a one: it ends with us. */
final class Child {
    private static final Duration START = Duration.ofMinutes(4);
    private static final int GREETING_MS = 5_000;
    private static final double MILLIS_PER_TICK = 10; // of /proc: a hundred in a second, everywhere

    /** In {@code /proc/PID/stat}, after the name: time of its own and of children that are gone. */
    private static final int FIRST_TIME = 11;

    private final Path folder;
    private final Path log;
    private @Nullable Process process;

    /**
     * @param folder working directory; its {@code server.log} takes the output
     */
    Child(Path folder) {
        this.folder = folder;
        this.log = folder.resolve("server.log");
    }

    /** Starts and returns when a greeting that begins so comes from the port. */
    void start(List<String> command, int port, String greeting) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS"); // Maven's are not a server's
        var started =
                builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        process = started;
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers(port, greeting)) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("did not start, see " + log);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static boolean answers(int port, String greeting) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(GREETING_MS);
            byte[] said = socket.getInputStream().readNBytes(greeting.length());
            return new String(said, StandardCharsets.US_ASCII).equals(greeting);
        } catch (IOException notYet) {
            return false;
        }
    }

    long pid() {
        var running = process;
        return running == null ? -1 : running.pid();
    }

    /**
     * Proportional set size of the process and all it has started, in octets: what the machine
     * would have back without them.
     */
    long memory() throws IOException {
        var running = process;
        if (running == null) {
            throw new IOException("not running");
        }
        long total = 0;
        for (var one :
                Stream.concat(Stream.of(running.toHandle()), running.descendants()).toList()) {
            total += proportional(one.pid());
        }
        return total;
    }

    /** Processor time of the process and all it has started, those that ended among them. */
    double processorMillis() {
        var running = process;
        if (running == null) {
            return 0;
        }
        return Stream.concat(Stream.of(running.toHandle()), running.descendants())
                .mapToDouble(one -> processorMillis(one.pid()))
                .sum();
    }

    private static double processorMillis(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = FIRST_TIME; i < FIRST_TIME + 4; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks * MILLIS_PER_TICK;
        } catch (IOException gone) { // its parent has its time now
            return 0;
        }
    }

    private static long proportional(long pid) throws IOException {
        var rollup = Path.of("/proc", Long.toString(pid), "smaps_rollup");
        try (var lines = Files.lines(rollup)) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * 1024)
                    .sum();
        } catch (IOException | java.io.UncheckedIOException e) {
            if (Files.exists(rollup.getParent())) {
                throw new IOException("memory of process " + pid + " cannot be read", e);
            }
            return 0; // it ended meanwhile
        }
    }

    /** Ends it in its own way; waits until it is gone. */
    void stop() {
        var running = process;
        process = null;
        if (running == null || !running.isAlive()) {
            return;
        }
        var started = running.descendants().toList(); // Postfix's first process is not its master
        running.destroy();
        try {
            if (!running.waitFor(60, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
                started.forEach(ProcessHandle::destroyForcibly);
            }
            started.forEach(ProcessHandle::destroy);
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
