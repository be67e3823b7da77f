package org.bocau.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** An SMTP client that says what it is told and returns whole replies, their lines joined by LF. */
public final class SmtpTalk implements AutoCloseable {
    private final Wire wire;

    private SmtpTalk(Wire wire) {
        this.wire = wire;
    }

    /** Connects to a service and reads its greeting. */
    public static SmtpTalk to(TestServer server, String service) throws IOException {
        return over(Wire.connect(server.port(service)));
    }

    /** The same as a client with another address of 127.0.0.0/8, whose mail is examined. */
    public static SmtpTalk stranger(TestServer server, String address) throws IOException {
        return over(Wire.connectFrom(address, server.port("smtp")));
    }

    /** Reads the greeting of a connection just made. */
    public static SmtpTalk over(Wire wire) throws IOException {
        var talk = new SmtpTalk(wire);
        talk.expect("220", talk.reply());
        return talk;
    }

    /** Connects as another mail server does, and says EHLO. */
    public static SmtpTalk mx(TestServer server) throws IOException {
        var talk = to(server, "smtp");
        talk.must("250", "EHLO client.example");
        return talk;
    }

    /** Connects, says EHLO and logs in. */
    public static SmtpTalk as(TestServer server, TestAccount account) throws IOException {
        var talk = to(server, "submission");
        talk.must("250", "EHLO client.example");
        talk.must("235", plain(account.login(), account.password()));
        return talk;
    }

    /** The command that logs in by PLAIN. RFC 4616. */
    public static String plain(String login, String password) {
        var octets = ("\0" + login + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return "AUTH PLAIN " + Base64.getEncoder().encodeToString(octets);
    }

    public Wire wire() {
        return wire;
    }

    /** One reply, all its lines. */
    public String reply() throws IOException {
        var reply = new StringBuilder();
        while (true) {
            var line = Objects.requireNonNull(wire.readLine(), "the server closed");
            reply.append(reply.isEmpty() ? "" : "\n").append(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                return reply.toString();
            }
        }
    }

    public String say(String line) throws IOException {
        wire.line(line);
        return reply();
    }

    /** Says something whose reply must begin so. */
    public String must(String expected, String line) throws IOException {
        return expect(expected, say(line));
    }

    /** Begins a transaction; all recipients must be accepted. */
    public void envelope(String from, List<String> to) throws IOException {
        must("250", "MAIL FROM:<" + from + ">");
        for (var recipient : to) {
            must("250", "RCPT TO:<" + recipient + ">");
        }
    }

    /**
     * A whole transaction.
     *
     * @param message octets as they go on the wire, dots stuffed, without the last line
     * @return the reply to the data
     */
    public String send(String from, List<String> to, String message) throws IOException {
        envelope(from, to);
        return data(message + ".\r\n");
    }

    /** DATA and these octets. */
    public String data(String octets) throws IOException {
        must("354", "DATA");
        wire.send(octets);
        return reply();
    }

    private String expect(String expected, String reply) {
        if (!reply.startsWith(expected)) {
            throw new AssertionError("expected " + expected + "\n      got " + reply);
        }
        return reply;
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
