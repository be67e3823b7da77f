package org.bocau.durability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import org.bocau.testing.ChildServer;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;

/** A sender. Whatever is not accepted is an {@link IOException}. */
final class SmtpClient implements AutoCloseable {
    private final Wire wire;

    /** It said no: the connection goes on. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String reply) {
            super(reply);
        }
    }

    SmtpClient(ChildServer server) throws IOException {
        this(server, "smtp");
    }

    private SmtpClient(ChildServer server, String service) throws IOException {
        this.wire = Wire.connect(server.port(service));
        reply("220");
        ask("EHLO load.example", "250");
    }

    /** As one of our users. */
    static SmtpClient submission(ChildServer server, String account) throws IOException {
        var client = new SmtpClient(server, "submission");
        var plain = "\0" + ChildServer.address(account) + "\0" + TestServer.PASSWORD;
        var octets = plain.getBytes(StandardCharsets.UTF_8);
        client.ask("AUTH PLAIN " + Base64.getEncoder().encodeToString(octets), "235");
        return client;
    }

    /** The envelope of mail for others. */
    void from(String account, String to) throws IOException {
        ask("MAIL FROM:<" + ChildServer.address(account) + ">", "250");
        ask("RCPT TO:<" + to + ">", "250");
    }

    /** The envelope of mail from others. */
    void envelope(Collection<String> accounts) throws IOException {
        ask("MAIL FROM:<ada@elsewhere.example>", "250");
        for (var account : accounts) {
            ask("RCPT TO:<" + ChildServer.address(account) + ">", "250");
        }
    }

    /** Returns once it is acknowledged. */
    void data(Sample message) throws IOException {
        ask("DATA", "354");
        wire.send(message.octets() + ".\r\n");
        reply("250");
    }

    private void ask(String command, String code) throws IOException {
        wire.line(command);
        reply(code);
    }

    private void reply(String code) throws IOException {
        while (true) {
            var line = wire.readLine();
            if (line == null) {
                throw new IOException("closed");
            }
            if (!line.startsWith(code)) {
                throw new Refused(line);
            }
            if (line.length() == 3 || line.charAt(3) == ' ') {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
