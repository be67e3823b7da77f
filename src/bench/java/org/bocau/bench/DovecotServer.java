package org.bocau.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Dovecot 2.3 as the system's packages install it, with Maildir and a configuration of its own:
 * nothing of the machine's is read or written. Passwords cost it nothing (no hash), login processes
 * are reused, limits on connections are off; everything else is its default. The account for APPEND
 * has {@code mail_fsync=always}.
 */
final class DovecotServer implements MailServer {
    private static final Path PROGRAM = Path.of("/usr/sbin/dovecot");
    private static final String PASSWORD = "pigeons";

    /** Of the mail's files when we are root, which Dovecot refuses to be. Nobody's. */
    private static final int MAIL_USER = 61_979;

    private final Path folder;
    private final Child child;
    private final Optional<Roundcube> roundcube;
    private final String version;
    private final int port = Ports.free();
    private final int tlsPort = Ports.free();
    private final int pop3Port = Ports.free();
    private final int lmtpPort = Ports.free();
    private final boolean root = System.getProperty("user.name").equals("root");
    private final Optional<Postfix> postfix;

    /** Empty where there is no Dovecot 2.3. */
    static Optional<DovecotServer> installed(Path folder) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            return Optional.empty();
        }
        var version = output(PROGRAM.toString(), "--version");
        return version.startsWith("2.3.")
                ? Optional.of(new DovecotServer(folder, version.split(" ")[0]))
                : Optional.empty();
    }

    private DovecotServer(Path folder, String version) throws IOException {
        this.folder = Files.createDirectories(folder).toAbsolutePath();
        this.version = version;
        this.child = new Child(folder);
        Files.createDirectories(folder.resolve("run"));
        open(folder);
        this.postfix = Postfix.installed(folder.toAbsolutePath().resolve("postfix"), lmtpPort);
        this.roundcube =
                postfix.isPresent()
                        ? Roundcube.installed(
                                this.folder.resolve("roundcube"), port, postfix.get().port())
                        : Optional.empty();
        certificate();
        Files.writeString(folder.resolve("users"), users());
        Files.writeString(folder.resolve("dovecot.conf"), configuration());
    }

    private static String output(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader reader = process.inputReader()) {
            var line = reader.readLine();
            process.waitFor(30, TimeUnit.SECONDS);
            return line == null ? "" : line;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The mail's user must get through to its files. */
    private static void open(Path folder) throws IOException {
        for (Path each = folder.toAbsolutePath();
                each != null && each.getNameCount() > 1;
                each = each.getParent()) {
            var rights = Files.getPosixFilePermissions(each);
            if (rights.addAll(PosixFilePermissions.fromString("--x--x--x"))) {
                Files.setPosixFilePermissions(each, rights);
            }
        }
    }

    private void certificate() throws IOException {
        if (!Files.exists(folder.resolve("cert.pem"))) {
            output(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:P-256",
                    "-nodes",
                    "-days",
                    "30",
                    "-subj",
                    "/CN=localhost",
                    "-keyout",
                    folder.resolve("key.pem").toString(),
                    "-out",
                    folder.resolve("cert.pem").toString());
        }
    }

    private String users() {
        var users = new StringBuilder();
        for (var role : Role.values()) {
            users.append(user(role)).append(":{PLAIN}").append(PASSWORD).append(":::::");
            users.append(role == Role.DURABLE ? ":userdb_mail_fsync=always" : ":").append('\n');
        }
        for (int n = 0; n < Crowd.size(); n++) {
            users.append(Crowd.user(n)).append(":{PLAIN}").append(PASSWORD).append("::::::\n");
        }
        return users.toString();
    }

    private static String user(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private String configuration() {
        var owner = root ? Integer.toString(MAIL_USER) : System.getProperty("user.name");
        var own = System.getProperty("user.name");
        return """
        base_dir = %1$s/run
        state_dir = %1$s/run
        log_path = %1$s/dovecot.log
        protocols = %6$s
        auth_username_format = %%Ln
        listen = 127.0.0.1
        ssl = yes
        ssl_cert = <%1$s/cert.pem
        ssl_key = <%1$s/key.pem
        disable_plaintext_auth = no
        mail_location = maildir:%1$s/mail/%%u
        mail_uid = %4$s
        mail_gid = %4$s
        mail_max_userip_connections = 0
        first_valid_uid = 1
        first_valid_gid = 1
        default_vsz_limit = 0
        default_client_limit = 25000
        default_process_limit = 12000
        %5$s
        namespace inbox {
          inbox = yes
          separator = /
        }
        passdb {
          driver = passwd-file
          args = %1$s/users
        }
        userdb {
          driver = passwd-file
          args = %1$s/users
          default_fields = uid=%4$s gid=%4$s home=%1$s/home/%%u
        }
        service imap-login {
          service_count = 0
          client_limit = 12000
          process_min_avail = 2
          process_limit = 2
          inet_listener imap {
            port = %2$d
          }
          inet_listener imaps {
            port = %3$d
            ssl = yes
          }
        }
        %7$s
        service anvil {
          client_limit = 30000
        }
        service auth {
          client_limit = 30000
        }
        """
                .formatted(
                        folder,
                        port,
                        tlsPort,
                        owner,
                        root
                                ? ""
                                : "default_internal_user = "
                                        + own
                                        + "\ndefault_login_user = "
                                        + own,
                        Stream.of("imap", "pop3", "lmtp")
                                .filter(DovecotServer::speaks)
                                .collect(Collectors.joining(" ")),
                        (speaks("pop3") ? service("pop3-login", "pop3", pop3Port) : "")
                                + (speaks("lmtp") ? service("lmtp", "lmtp", lmtpPort) : ""));
    }

    /** Each protocol is a package of its own. */
    private static boolean speaks(String protocol) {
        return Files.isExecutable(Path.of("/usr/lib/dovecot", protocol));
    }

    private static String service(String name, String listener, int port) {
        return """
        service %s {
          inet_listener %s {
            port = %d
          }
        }
        """
                .formatted(name, listener, port);
    }

    @Override
    public String name() {
        return (postfix.isPresent() ? "Postfix and Dovecot " : "Dovecot ") + version;
    }

    @Override
    public void start() throws IOException {
        var mail = folder.resolve("mail");
        var home = folder.resolve("home");
        for (var each : List.of(mail, home)) {
            if (!Files.exists(each)) {
                give(Files.createDirectories(each));
            }
        }
        child.start(
                List.of(PROGRAM.toString(), "-F", "-c", folder.resolve("dovecot.conf").toString()),
                port,
                "* OK");
        if (postfix.isPresent()) {
            postfix.get().start();
        }
    }

    private void give(Path path) throws IOException {
        if (root) {
            Files.setAttribute(path, "unix:uid", MAIL_USER);
            Files.setAttribute(path, "unix:gid", MAIL_USER);
        }
    }

    @Override
    public void stop() {
        roundcube.ifPresent(Roundcube::stop);
        postfix.ifPresent(Postfix::stop);
        child.stop();
    }

    /** Its indexes and caches are removed; the list of UIDs is no cache and stays. */
    @Override
    public void cold() throws IOException {
        stop();
        if (!Files.exists(folder.resolve("mail").resolve(user(Role.BIG)))) {
            start();
            return;
        }
        try (Stream<Path> files = Files.walk(folder.resolve("mail").resolve(user(Role.BIG)), 2)) {
            for (var file : files.filter(DovecotServer::index).toList()) {
                Files.delete(file);
            }
        }
        start();
    }

    private static boolean index(Path file) {
        return file.getFileName().toString().startsWith("dovecot.index")
                || file.getFileName().toString().startsWith("dovecot.list.index");
    }

    @Override
    public int port(boolean tls) {
        return tls ? tlsPort : port;
    }

    @Override
    public int port(Service service) throws IOException {
        return switch (service) {
            case POP3 -> pop3Port;
            case SMTP, SUBMISSION ->
                    postfix.map(Postfix::port)
                            .orElseThrow(() -> new IOException("Postfix is not installed"));
        };
    }

    @Override
    public int sinkPort() {
        return postfix.map(Postfix::sinkPort).orElse(0);
    }

    @Override
    public boolean submissionNeedsLogin() {
        return false;
    }

    @Override
    public String sender() {
        return "sender@" + Crowd.DOMAIN;
    }

    /** Files, and not what an IMAP server would say: nobody is to be kept from delivering. */
    @Override
    public long filed(int from, int to) throws IOException {
        long sum = 0;
        for (int n = from; n < to; n++) {
            for (var each : List.of("new", "cur")) {
                var files = folder.resolve("mail").resolve(Crowd.user(n)).resolve(each).toFile();
                var names = files.list();
                sum += names == null ? 0 : names.length;
            }
        }
        return sum;
    }

    @Override
    public double processorMillis() {
        return child.processorMillis() + postfix.map(Postfix::processorMillis).orElse(0.0);
    }

    @Override
    public Optional<Pgbench.Database> database() {
        return Optional.empty();
    }

    @Override
    public Optional<Webmail> webmail() throws IOException {
        if (roundcube.isPresent()) {
            roundcube.get().start();
        }
        return roundcube.map(running -> new RoundcubeWebmail(running.port()));
    }

    @Override
    public String login(Role role) {
        return user(role) + " " + PASSWORD;
    }

    @Override
    public long memory() throws IOException {
        return child.memory() + (postfix.isPresent() ? postfix.get().memory() : 0);
    }

    @Override
    public int mostIdle() {
        return 500;
    }

    @Override
    public void load(Corpus corpus) throws IOException {
        var maildir = folder.resolve("mail").resolve(user(Role.BIG));
        var cur = maildir.resolve("cur");
        if (Files.exists(cur)) {
            return;
        }
        give(Files.createDirectories(maildir));
        for (var each : List.of("cur", "new", "tmp")) {
            give(Files.createDirectories(maildir.resolve(each)));
        }
        for (int number = 0; number < corpus.count(); number++) {
            write(corpus, number, cur);
        }
        try (var client = select(Role.BIG)) {
            client.command("NOOP");
        }
    }

    /** As Dovecot itself writes: LF in the file, both sizes in its name. */
    private void write(Corpus corpus, int number, Path cur) throws IOException {
        byte[] wire = corpus.message(number);
        byte[] octets =
                new String(wire, StandardCharsets.ISO_8859_1)
                        .replace("\r\n", "\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        var arrived = corpus.arrived(number);
        var name =
                "%d.M%dP1.bench,S=%d,W=%d:2,%s"
                        .formatted(
                                arrived.getEpochSecond(),
                                100_000_000 + number,
                                octets.length,
                                wire.length,
                                letters(corpus.flags(number)));
        var file = cur.resolve(name);
        Files.write(file, octets);
        Files.setLastModifiedTime(file, FileTime.from(arrived));
        give(file);
    }

    private static String letters(String flags) {
        var letters = new ArrayList<String>();
        for (var flag : List.of("Flagged", "Answered", "Seen")) { // F R S, in that order
            if (flags.contains(flag)) {
                letters.add(flag.equals("Answered") ? "R" : flag.substring(0, 1));
            }
        }
        return String.join("", letters);
    }
}
