package org.bocau.bench;

import java.io.IOException;
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

    /** Starts and returns when an IMAP greeting comes from the port. */
    void start(List<String> command, int port) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS"); // Maven's are not a server's
        var started =
                builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        process = started;
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers(port)) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("did not start, see " + log);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static boolean answers(int port) {
        try (var _ = ImapClient.connect(port)) {
            return true;
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
        running.destroy();
        try {
            if (!running.waitFor(60, TimeUnit.SECONDS)) {
                var left = running.descendants().toList();
                running.destroyForcibly().waitFor();
                left.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
