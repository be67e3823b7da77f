package org.bocau.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The packaged application in a process of its own, with its own embedded database: to be killed,
 * stopped and started again on the same data. Its log is {@code HOME/server.log}.
 */
public final class ChildServer implements AutoCloseable {
    private static final Path JAR = Path.of("target", "bocau.jar");
    private static final Duration START = Duration.ofMinutes(4);
    private static final List<String> SERVICES =
            List.of("smtp", "submission", "submissions", "imap", "imaps", "pop3", "pop3s", "web");

    private final Path home;
    private final Map<String, Integer> ports = new HashMap<>();
    private final List<String> jvm;
    private final List<String> settings = new ArrayList<>();
    private @Nullable Process process;

    /**
     * @param home for the data, the accounts and the log; made if missing
     * @param accounts local parts at {@code child.example}
     * @param jvm options of the JVM, {@code -Xmx256m}
     */
    public ChildServer(Path home, List<String> accounts, String... jvm) throws IOException {
        this(home, "child.example", accounts, "", jvm);
    }

    /**
     * The same for another domain.
     *
     * @param more lines of the provisioning file after the accounts
     */
    public ChildServer(Path home, String domain, List<String> accounts, String more, String... jvm)
            throws IOException {
        this.home = Files.createDirectories(home).toAbsolutePath();
        this.jvm = List.of(jvm);
        for (var service : SERVICES) {
            ports.put(service, freePort());
        }
        var yaml = new StringBuilder("domains: [" + domain + "]\naccounts:\n");
        for (var account : accounts) {
            yaml.append("  - {address: ").append(account).append("@" + domain + ", password: ");
            yaml.append(TestServer.PASSWORD).append("}\n");
        }
        yaml.append(more);
        Files.writeString(provision(), yaml);
    }

    /** A setting for the next start. */
    public void set(String name, Object value) {
        settings.add("--" + name + "=" + value);
    }

    private Path provision() {
        return home.resolve("accounts.yml");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts it, and returns when it answers on every port. */
    public void start() throws IOException {
        launch();
        awaitGreeting();
    }

    /** Starts it, and returns at once. */
    public void launch() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // it lives for seconds: the second compiler would take more of its start than it gives back
        var command =
                new ArrayList<>(
                        List.of(java, "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1"));
        command.addAll(jvm);
        command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        command.add("--bocau.data-dir=" + home.resolve("data"));
        command.add("--bocau.provision=" + provision());
        command.add("--bocau.security.trusted-networks=127.0.0.0/8");
        command.add("--bocau.net.bind=127.0.0.1");
        command.add("--server.port=" + port("web"));
        command.addAll(settings);
        ports.forEach((service, port) -> {
            if (!service.equals("web")) {
                command.add("--bocau." + setting(service) + "=" + port);
            }
        });
        process =
                new ProcessBuilder(command)
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                        .start();
    }

    private static String setting(String service) {
        return service.endsWith("s")
                ? service.substring(0, service.length() - 1) + ".tls-port"
                : service + ".port";
    }

    private void awaitGreeting() throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (!running().isAlive() || System.nanoTime() > deadline) {
                throw new IOException("the server did not start:\n" + Files.readString(log()));
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private boolean answers() {
        for (var service : List.of("smtp", "imap", "pop3")) {
            try (var wire = Wire.connect(port(service))) {
                if (wire.readLine() == null) {
                    return false;
                }
            } catch (IOException notYet) {
                return false;
            }
        }
        return true;
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    public int port(String service) {
        var port = ports.get(service);
        if (port == null) {
            throw new IllegalArgumentException("no service " + service);
        }
        return port;
    }

    public URI web() {
        return URI.create("http://localhost:" + port("web"));
    }

    /** The address of one of the accounts. */
    public static String address(String account) {
        return account + "@child.example";
    }

    public Path home() {
        return home;
    }

    public Path data() {
        return home.resolve("data");
    }

    public Path log() {
        return home.resolve("server.log");
    }

    /** {@code kill -9}: nothing of the server's runs any more when it returns. */
    public void kill() {
        running().destroyForcibly();
        await();
    }

    /** Kills the database's server too, at once and without a word. */
    public void killWithDatabase() throws IOException {
        var database = database();
        running().destroyForcibly();
        database.destroyForcibly();
        await();
    }

    /** The first process of the embedded PostgreSQL; the others are its children. */
    public ProcessHandle database() throws IOException {
        return ProcessHandle.of(Long.parseLong(postmasterPid().getFirst().strip()))
                .orElseThrow(() -> new IOException("the database does not run"));
    }

    /** Where the embedded PostgreSQL listens. */
    public int databasePort() throws IOException {
        return Integer.parseInt(postmasterPid().get(3).strip());
    }

    /** Its password, the same for superuser and application. */
    public String databasePassword() throws IOException {
        return Files.readString(data().resolve("postgres/password"));
    }

    private List<String> postmasterPid() throws IOException {
        return Files.readAllLines(data().resolve("postgres/data/postmaster.pid"));
    }

    /** SIGTERM; returns the exit status. */
    public int terminate() {
        running().destroy();
        return await();
    }

    private int await() {
        try {
            if (!running().waitFor(60, TimeUnit.SECONDS)) {
                running().destroyForcibly();
                throw new AssertionError("the server did not end within a minute");
            }
            return running().exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            terminate();
        }
    }
}
