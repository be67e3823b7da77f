package org.bocau.bench;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * One IMAP connection of a client that must not be the bottleneck: octets are looked at once, a
 * response is kept until the next one, literals are counted and dropped. One thread at a time.
 */
final class ImapClient implements Closeable {
    private static final int CONNECT_MS = 30_000;
    private static final int PATIENCE_MS = (int) Duration.ofMinutes(3).toMillis();

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer;
    private int position;
    private int limit;
    private byte[] text = new byte[256];
    private int length;
    private long literalOctets;
    private int tags;

    /** Sees each untagged response while {@link #await} reads. */
    interface Untagged {
        /** Valid during the call only; literals are left out. */
        void response(ImapClient client) throws IOException;

        Untagged NONE = _ -> {};
    }

    private ImapClient(Socket socket, int bufferSize) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.buffer = new byte[bufferSize];
    }

    /** Connects and reads the greeting. */
    static ImapClient connect(int port) throws IOException {
        return greeted(open(port), 1 << 16);
    }

    /** For very many connections; TLS without a look at the certificate, which is ours. */
    static ImapClient connectSmall(int port, boolean tls) throws IOException {
        var socket = open(port);
        return greeted(tls ? Trusting.tls(socket) : socket, 512);
    }

    private static ImapClient greeted(Socket socket, int bufferSize) throws IOException {
        try {
            var client = new ImapClient(socket, bufferSize);
            client.readResponse();
            if (!client.startsWith("* OK")) {
                throw new IOException("greeting: " + client.text());
            }
            return client;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket open(int port) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    ImapClient login(String user, String password) throws IOException {
        command("LOGIN " + user + " " + password);
        return this;
    }

    /** Sends a command and reads to its tagged OK. */
    void command(String command) throws IOException {
        command(command, Untagged.NONE);
    }

    void command(String command, Untagged untagged) throws IOException {
        send(command);
        await(untagged);
    }

    /** Sends a command; several may be under way, and {@link #await} takes them in order. */
    void send(String command) throws IOException {
        raw("t" + tags++ + " " + command + "\r\n");
    }

    /** Sends octets as they stand. */
    void raw(String octets) throws IOException {
        raw(octets.getBytes(StandardCharsets.UTF_8));
    }

    void raw(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /** The next tag, for a command that is written by {@link #raw}. */
    String nextTag() {
        return "t" + tags++;
    }

    /**
     * Reads to the next tagged response.
     *
     * @throws IOException it was not OK
     */
    void await(Untagged untagged) throws IOException {
        if (!complete(untagged).equals("OK")) {
            throw new IOException("refused: " + text());
        }
    }

    /** LOGOUT: the server says good-bye, and only here it may. */
    void logout() throws IOException {
        send("LOGOUT");
        readResponse();
        while (!startsWith("t")) {
            readResponse();
        }
    }

    /** Reads to the next tagged response and says what it is: OK, NO or BAD. */
    String complete(Untagged untagged) throws IOException {
        while (true) {
            readResponse();
            if (text[0] == 't') {
                int space = indexOf(' ', 0);
                int end = indexOf(' ', space + 1);
                return new String(text, space + 1, end - space - 1, StandardCharsets.US_ASCII);
            }
            if (startsWith("* BYE")) {
                throw new EOFException(text());
            }
            untagged.response(this);
        }
    }

    /** Reads one response, literals included, and keeps its text without them. */
    void readResponse() throws IOException {
        length = 0;
        while (true) {
            readLine();
            int literal = literalAtEnd();
            if (literal < 0) {
                return;
            }
            literalOctets += literal;
            skip(literal);
        }
    }

    private void readLine() throws IOException {
        while (true) {
            int from = position;
            while (position < limit) {
                if (buffer[position++] == '\n') {
                    keep(from, position - 1);
                    if (length > 0 && text[length - 1] == '\r') {
                        length--;
                    }
                    return;
                }
            }
            keep(from, limit);
            fill();
        }
    }

    private void keep(int from, int to) {
        int count = to - from;
        if (length + count > text.length) {
            text = Arrays.copyOf(text, Math.max(length + count, text.length * 2));
        }
        System.arraycopy(buffer, from, text, length, count);
        length += count;
    }

    private void fill() throws IOException {
        position = 0;
        limit = in.read(buffer, 0, buffer.length);
        if (limit < 0) {
            limit = 0;
            throw new EOFException("the server closed the connection");
        }
    }

    /** The octets announced by a {@code {n}} at the end of the line, or -1. */
    private int literalAtEnd() {
        if (length == 0 || text[length - 1] != '}') {
            return -1;
        }
        int at = length - 2;
        int factor = 1;
        int octets = 0;
        while (at >= 0 && text[at] >= '0' && text[at] <= '9') {
            octets += (text[at] - '0') * factor;
            factor *= 10;
            at--;
        }
        return at >= 0 && text[at] == '{' && factor > 1 ? octets : -1;
    }

    private void skip(int octets) throws IOException {
        int left = octets;
        while (left > 0) {
            if (position == limit) {
                fill();
            }
            int some = Math.min(left, limit - position);
            position += some;
            left -= some;
        }
    }

    /** Octets of all literals read so far. */
    long literalOctets() {
        return literalOctets;
    }

    boolean startsWith(String prefix) {
        return at(0, prefix);
    }

    /** Whether it is {@code * n WORD}. */
    boolean is(String word) {
        int space = indexOf(' ', 2);
        return space > 0 && at(space + 1, word);
    }

    private boolean at(int index, String expected) {
        if (index + expected.length() > length) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (text[index + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The number of {@code * n WORD}, or -1. */
    int number() {
        return (int) numberAt(2);
    }

    /** The number that follows a word in the response, or -1. */
    long numberAfter(String word) {
        int last = length - word.length();
        for (int i = 0; i < last; i++) {
            if (text[i] == word.charAt(0) && at(i, word)) {
                return numberAt(i + word.length());
            }
        }
        return -1;
    }

    private long numberAt(int index) {
        long value = -1;
        for (int i = index; i < length && text[i] >= '0' && text[i] <= '9'; i++) {
            value = Math.max(value, 0) * 10 + text[i] - '0';
        }
        return value;
    }

    /** How many words stand behind the first two: the hits of {@code * SEARCH 1 2 3}. */
    int wordsAfterTwo() {
        int spaces = 0;
        for (int i = 0; i < length - 1; i++) {
            if (text[i] == ' ' && text[i + 1] != ' ') {
                spaces++;
            }
        }
        return spaces - 1;
    }

    /** How many numbers stand in it, whatever is between them: the messages of THREAD. */
    int numbers() {
        int count = 0;
        boolean within = false;
        for (int i = 0; i < length; i++) {
            boolean digit = text[i] >= '0' && text[i] <= '9';
            count += digit && !within ? 1 : 0;
            within = digit;
        }
        return count;
    }

    private int indexOf(char wanted, int from) {
        for (int i = from; i < length; i++) {
            if (text[i] == wanted) {
                return i;
            }
        }
        return length;
    }

    String text() {
        return new String(text, 0, Math.min(length, 2000), StandardCharsets.UTF_8);
    }

    /** Waits without end from now on: for connections in IDLE. */
    void patient() throws IOException {
        socket.setSoTimeout(0);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException goneAlready) { // it was to be closed anyway
        }
    }
}
