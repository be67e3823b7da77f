package org.bocau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * Postfix as the system's packages install it, before Dovecot's LMTP, with a configuration and a
 * queue of its own; the machine's instance, if there is one, is not touched. Limits on clients and
 * recipients are off and it looks nothing up in the DNS; everything else is its default.
 */
final class Postfix {
    private static final Path PROGRAM = Path.of("/usr/sbin/postfix");
    private static final Path DAEMONS = Path.of("/usr/lib/postfix/sbin");

    private final Path configuration;
    private final Child child;
    private final int port = Ports.free();
    private final int sinkPort = Ports.free();

    /** Empty where it is not installed, or we are not root, who alone may start it. */
    static Optional<Postfix> installed(Path folder, int lmtpPort) throws IOException {
        boolean possible =
                Files.isExecutable(PROGRAM)
                        && Files.isDirectory(DAEMONS)
                        && System.getProperty("user.name").equals("root");
        return possible ? Optional.of(new Postfix(folder, lmtpPort)) : Optional.empty();
    }

    private Postfix(Path folder, int lmtpPort) throws IOException {
        this.child = new Child(Files.createDirectories(folder));
        this.configuration = Files.createDirectories(folder.resolve("conf"));
        for (var each : List.of("spool", "data")) {
            Files.createDirectories(folder.resolve(each));
        }
        var owner = folder.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(folder.resolve("data"), owner.lookupPrincipalByName("postfix"));
        Files.setPosixFilePermissions(
                folder.resolve("data"), PosixFilePermissions.fromString("rwx------"));
        Files.writeString(configuration.resolve("main.cf"), main(folder, lmtpPort));
        Files.writeString(configuration.resolve("master.cf"), services());
    }

    private String main(Path folder, int lmtpPort) {
        return """
        compatibility_level = 3.6
        queue_directory = %1$s/spool
        data_directory = %1$s/data
        command_directory = /usr/sbin
        daemon_directory = %2$s
        maillog_file = %1$s/postfix.log
        maillog_file_prefixes = %1$s
        myhostname = mail.%3$s
        mydestination =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        mynetworks = 127.0.0.0/8
        virtual_mailbox_domains = %3$s
        virtual_mailbox_maps = static:all
        virtual_transport = lmtp:inet:127.0.0.1:%4$d
        relayhost = [127.0.0.1]:%5$d
        disable_dns_lookups = yes
        smtpd_peername_lookup = no
        smtpd_client_connection_count_limit = 0
        smtpd_recipient_limit = 2000
        default_process_limit = 600
        message_size_limit = 60000000
        mailbox_size_limit = 0
        virtual_mailbox_limit = 0
        alias_maps =
        """
                .formatted(folder, DAEMONS, Crowd.DOMAIN, lmtpPort, sinkPort);
    }

    /** Debian's, without a changed root. */
    private String services() {
        return """
        127.0.0.1:%d inet n - n - - smtpd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        proxywrite unix - - n - 1 proxymap
        smtp unix - - n - - smtp
        relay unix - - n - - smtp
        showq unix n - n - - showq
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        lmtp unix - - n - - lmtp
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd
        """
                .formatted(port);
    }

    void start() throws IOException {
        child.start(
                List.of(PROGRAM.toString(), "-c", configuration.toString(), "start-fg"),
                port,
                "220");
    }

    void stop() {
        child.stop();
    }

    int port() {
        return port;
    }

    int sinkPort() {
        return sinkPort;
    }

    long memory() throws IOException {
        return child.memory();
    }

    double processorMillis() {
        return child.processorMillis();
    }
}
