package org.bocau.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A sender as mail servers are: one connection, many messages, envelopes pipelined (RFC 2920). */
final class SmtpClient implements Closeable {
    private static final int PATIENCE_MS = (int) Duration.ofMinutes(5).toMillis();
    private static final int BUFFER = 4096;
    private static final byte[] END = {'.', '\r', '\n'};

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final StringBuilder line = new StringBuilder();

    private SmtpClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        this.out = socket.getOutputStream();
    }

    /** Connects and says EHLO. */
    static SmtpClient connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        var client = new SmtpClient(socket);
        try {
            client.reply("220");
            client.command("EHLO load.example", "250");
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    void login(String user, String password) throws IOException {
        var plain = "\0" + user + "\0" + password;
        var octets = plain.getBytes(StandardCharsets.UTF_8);
        command("AUTH PLAIN " + Base64.getEncoder().encodeToString(octets), "235");
    }

    /**
     * Delivers a message and returns when it is acknowledged.
     *
     * @param message as on the wire: no line begins with a dot, the last one ends
     */
    void send(String from, List<String> to, byte[] message) throws IOException {
        begin(from, to);
        byte[] whole = Arrays.copyOf(message, message.length + END.length);
        System.arraycopy(END, 0, whole, message.length, END.length);
        out.write(whole); // in one piece, as mail servers do
        reply("250");
    }

    /** To the server's invitation to send the message. */
    void begin(String from, List<String> to) throws IOException {
        var envelope = new StringBuilder("MAIL FROM:<").append(from).append(">\r\n");
        to.forEach(recipient -> envelope.append("RCPT TO:<").append(recipient).append(">\r\n"));
        write(envelope.append("DATA\r\n").toString());
        for (int left = 1 + to.size(); left > 0; left--) {
            reply("250");
        }
        reply("354");
    }

    void write(String octets) throws IOException {
        out.write(octets.getBytes(StandardCharsets.UTF_8));
    }

    void end() throws IOException {
        command(".", "250");
    }

    private void command(String command, String code) throws IOException {
        write(command + "\r\n");
        reply(code);
    }

    /** Reads one reply, all its lines. */
    private void reply(String code) throws IOException {
        do {
            line.setLength(0);
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new EOFException("the server closed the connection: " + line);
                }
                line.append((char) octet);
            }
        } while (line.length() > 3 && line.charAt(3) == '-');
        if (line.indexOf(code) != 0) {
            throw new IOException("refused: " + line);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException goneAlready) { // it was to be closed anyway
        }
    }
}
