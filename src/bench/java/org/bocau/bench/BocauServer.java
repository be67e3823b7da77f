package org.bocau.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The packaged jar in a JVM of its own, with the flags of the container's image; the database is
 * the embedded one, or that of {@code BOCAU_DB_URL}. Limits that would stop a benchmark are raised.
 */
final class BocauServer implements MailServer {
    private static final String PASSWORD = "pigeons-fly-home-7";

    /** Of the {@link Crowd}'s accounts: the same, made cheap to check, for they are many. */
    private static final String CROWD_HASH =
            "{bcrypt}$2b$04$abcdefghijklmnopqrstuukxjZIyI6qPNjK4.Vhvyn/7BJYWW6Qrm";

    private static final int BATCH = 50;
    private static final int LOADERS = 4;

    private final Path folder;
    private final Options options;
    private final Child child;
    private final int port = Ports.free();
    private final int tlsPort = Ports.free();
    private final int smtpPort = Ports.free();
    private final int submissionPort = Ports.free();
    private final int pop3Port = Ports.free();
    private final int sinkPort = Ports.free();
    private final int webPort = Ports.free();

    BocauServer(Path folder, Options options) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.options = options;
        this.child = new Child(folder);
        var yaml = new StringBuilder("domains: [" + Crowd.DOMAIN + "]\naccounts:\n");
        for (var role : Role.values()) {
            yaml.append("  - {address: ").append(address(role));
            yaml.append(", password: ").append(PASSWORD).append("}\n");
        }
        for (int n = 0; n < Crowd.size(); n++) {
            yaml.append("  - {address: ").append(Crowd.address(n));
            yaml.append(", passwordHash: \"").append(CROWD_HASH).append("\"}\n");
        }
        Files.writeString(folder.resolve("accounts.yml"), yaml);
    }

    private static String address(Role role) {
        return role.name().toLowerCase(Locale.ROOT) + "@" + Crowd.DOMAIN;
    }

    @Override
    public String name() {
        return "Bồ Câu";
    }

    @Override
    public void start() throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options.jvm());
        command.addAll(List.of("-jar", options.jar().toAbsolutePath().toString()));
        command.add("--bocau.data-dir=" + folder.resolve("data").toAbsolutePath());
        command.add("--bocau.provision=" + folder.resolve("accounts.yml").toAbsolutePath());
        command.add("--bocau.security.trusted-networks=127.0.0.0/8");
        command.add("--bocau.net.bind=127.0.0.1");
        command.add("--bocau.net.max-connections=20000");
        command.add("--bocau.imap.max-sessions=20000");
        command.add("--bocau.imap.port=" + port);
        command.add("--bocau.imap.tls-port=" + tlsPort);
        command.add("--server.port=" + webPort);
        command.add("--server.address=127.0.0.1");
        command.add("--bocau.smtp.port=" + smtpPort);
        command.add("--bocau.smtp.max-recipients=" + Crowd.AT_ONCE);
        command.add("--bocau.submission.port=" + submissionPort);
        command.add("--bocau.submission.tls-port=-1");
        command.add("--bocau.pop3.port=" + pop3Port);
        command.add("--bocau.pop3.tls-port=-1");
        command.add("--bocau.sending.recipients-per-hour=0");
        command.add("--bocau.sending.recipients-per-day=0");
        command.add("--bocau.sending.new-recipients-per-day=0");
        command.add("--bocau.relay.smarthost.host=127.0.0.1");
        command.add("--bocau.relay.smarthost.port=" + sinkPort);
        command.add("--bocau.relay.smarthost.tls=none");
        child.start(command, port, "* OK");
    }

    @Override
    public void stop() {
        child.stop();
    }

    @Override
    public void cold() throws IOException {
        stop();
        start();
    }

    @Override
    public int port(boolean tls) {
        return tls ? tlsPort : port;
    }

    @Override
    public int port(Service service) {
        return switch (service) {
            case SMTP -> smtpPort;
            case SUBMISSION -> submissionPort;
            case POP3 -> pop3Port;
        };
    }

    @Override
    public int sinkPort() {
        return sinkPort;
    }

    @Override
    public boolean submissionNeedsLogin() {
        return true;
    }

    @Override
    public String sender() {
        return address(Role.SENDER);
    }

    @Override
    public long filed(int from, int to) throws IOException {
        long sum = 0;
        for (int n = from; n < to; n++) {
            try (var client = ImapClient.connect(port)) {
                var count = new AtomicInteger();
                client.login(Crowd.address(n), PASSWORD)
                        .command(
                                "STATUS INBOX (MESSAGES)",
                                one ->
                                        count.addAndGet(
                                                (int) Math.max(0, one.numberAfter("(MESSAGES "))));
                sum += count.get();
            }
        }
        return sum;
    }

    @Override
    public double processorMillis() {
        return child.processorMillis();
    }

    @Override
    public Optional<Pgbench.Database> database() throws IOException {
        return Pgbench.Database.embedded(folder.resolve("data"));
    }

    @Override
    public Optional<Webmail> webmail() {
        return Optional.of(new BocauWebmail(webPort));
    }

    @Override
    public String login(Role role) {
        return address(role) + " " + PASSWORD;
    }

    @Override
    public long memory() throws IOException {
        return child.memory();
    }

    @Override
    public int mostIdle() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void load(Corpus corpus) throws IOException {
        boolean several;
        try (var client = connect(Role.BIG)) {
            var held = new AtomicInteger();
            client.command(
                    "EXAMINE INBOX",
                    one -> {
                        if (one.is("EXISTS")) {
                            held.set(one.number());
                        }
                    });
            if (held.get() == corpus.count()) {
                return;
            }
            if (held.get() > 0) {
                throw new IOException("the kept mailbox holds " + held + " messages; remove it");
            }
            var multiappend = new AtomicInteger();
            client.command(
                    "CAPABILITY",
                    one -> multiappend.addAndGet(one.text().contains(" MULTIAPPEND") ? 1 : 0));
            several = multiappend.get() > 0;
        }
        append(corpus, several);
    }

    private void append(Corpus corpus, boolean several) throws IOException {
        var next = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(LOADERS)) {
            var work = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < LOADERS; i++) {
                work.add(() -> {
                    appendBatches(corpus, next, several);
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(work)) {
                done.get();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        } catch (ExecutionException e) {
            throw new IOException("loading failed: " + e.getCause(), e);
        }
    }

    private void appendBatches(Corpus corpus, AtomicInteger next, boolean several) {
        try (var client = connect(Role.BIG)) {
            while (true) {
                int from = next.getAndAdd(BATCH);
                if (from >= corpus.count()) {
                    return;
                }
                int to = Math.min(from + BATCH, corpus.count());
                client.raw(
                        several
                                ? oneCommand(client, corpus, from, to)
                                : pipelined(client, corpus, from, to));
                for (int left = several ? 1 : to - from; left > 0; left--) {
                    client.await(ImapClient.Untagged.NONE);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** MULTIAPPEND, RFC 3502. */
    private static byte[] oneCommand(ImapClient client, Corpus corpus, int from, int to) {
        var out = new ByteArrayOutputStream(BATCH * 8192);
        write(out, client.nextTag() + " APPEND INBOX");
        for (int number = from; number < to; number++) {
            message(out, corpus, number);
        }
        write(out, "\r\n");
        return out.toByteArray();
    }

    private static byte[] pipelined(ImapClient client, Corpus corpus, int from, int to) {
        var out = new ByteArrayOutputStream(BATCH * 8192);
        for (int number = from; number < to; number++) {
            write(out, client.nextTag() + " APPEND INBOX");
            message(out, corpus, number);
            write(out, "\r\n");
        }
        return out.toByteArray();
    }

    private static void message(ByteArrayOutputStream out, Corpus corpus, int number) {
        byte[] message = corpus.message(number);
        write(out, " (" + corpus.flags(number) + ") \"" + corpus.internalDate(number));
        write(out, "\" {" + message.length + "+}\r\n");
        out.writeBytes(message);
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
