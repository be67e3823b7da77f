package org.bocau.relay;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.bocau.message.OctetScan;

/** A connection to another host's SMTP service: command out, whole reply in, everything bounded. */
final class HostConnection implements AutoCloseable {
    private static final int MAX_LINE = 4096;
    private static final int MAX_LINES = 200;
    private static final int HANDSHAKE_SECONDS = 30;

    /** A TLS record (RFC 8446 §5.1): most messages are one write. */
    private static final int OUT_OCTETS = 16 << 10;

    /**
     * Beyond this the watchdog ends a wait for a reply, a second late at most: a timer of a virtual
     * thread's own wakes a thread of the JVM's when it is set and when it is taken back (decision
     * 95).
     */
    private static final long TIMED_MILLIS = 2_000;

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Socket raw = new Socket();
    private final String host;
    private final Thread watchdog;
    private volatile long deadline;
    private volatile boolean done;
    private volatile long replyUntil; // nanoTime; 0: nobody waits, or with a timer of his own
    private volatile boolean late; // the watchdog has ended a wait
    private Socket socket = raw;
    private InputStream in;
    private OutputStream out;
    private final byte[] buffer = new byte[MAX_LINE];
    private int next;
    private int filled;
    private List<String> lastLines = List.of();

    /**
     * @param host what it is called, for messages
     */
    HostConnection(String host, InetSocketAddress address, Timeouts timeouts) throws IOException {
        this.host = host;
        raw.setTcpNoDelay(true);
        try {
            raw.connect(address, Math.toIntExact(timeouts.connect().toMillis()));
        } catch (IOException e) {
            raw.close();
            throw e;
        }
        this.in = raw.getInputStream();
        this.out = new BufferedOutputStream(raw.getOutputStream(), OUT_OCTETS);
        this.deadline = System.nanoTime() + timeouts.attempt().toNanos();
        this.watchdog = Thread.ofVirtual().name("relay-watch-" + host).start(this::watch);
    }

    /** A host that does not read what we write would block us: no read deadline ends that. */
    private void watch() {
        long left = deadline - System.nanoTime();
        while (left > 0 && !late && !done) {
            LockSupport.parkNanos(Math.min(left, LOOK_NANOS));
            long now = System.nanoTime();
            long until = replyUntil;
            late = until != 0 && now - until >= 0;
            left = deadline - now;
        }
        closeQuietly();
    }

    /** From now on, everything must be over within this time, until the next call. */
    void restartClock(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        boolean earlier = until - deadline < 0;
        deadline = until;
        if (earlier) { // else the watchdog finds out when it wakes: that is no waking a message
            LockSupport.unpark(watchdog);
        }
    }

    /** Sends one line and reads the reply to it. */
    Reply command(String line, Duration within) throws IOException {
        write(line);
        flush();
        return reply(within);
    }

    /** A line that goes out with the next {@link #flush}. RFC 2920 §3.1. */
    void write(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Our end. */
    InetAddress localAddress() {
        return raw.getLocalAddress();
    }

    /** Where the data goes. */
    OutputStream out() {
        return out;
    }

    /**
     * Reads one reply. RFC 5321 §4.2.1.
     *
     * @throws IOException it is none, has no end, or does not come in time
     */
    Reply reply(Duration within) throws IOException {
        long until = System.nanoTime() + within.toNanos();
        var lines = new ArrayList<String>();
        while (lines.size() < MAX_LINES) {
            var line = line(until);
            if (!isReply(line)) {
                throw new IOException(host + " sent no SMTP reply");
            }
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) == ' ') {
                lastLines = lines;
                return new Reply(Integer.parseInt(line, 0, 3, 10), String.join(" ", lines));
            }
        }
        throw new IOException(host + " sent a reply without end");
    }

    private static boolean isReply(String line) {
        return line.length() >= 3
                && line.charAt(0) >= '2'
                && line.charAt(0) <= '5'
                && isDigit(line.charAt(1))
                && isDigit(line.charAt(2))
                && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The lines of the last reply, without their codes. */
    List<String> lastLines() {
        return lastLines;
    }

    private String line(long until) throws IOException {
        if (next == filled) {
            fill(until);
        }
        var line = new ByteArrayOutputStream();
        int end = OctetScan.lineFeed(buffer, next, filled);
        while (end == filled && line.size() <= MAX_LINE) {
            line.write(buffer, next, end - next);
            fill(until);
            end = OctetScan.lineFeed(buffer, next, filled);
        }
        line.write(buffer, next, end - next);
        if (line.size() > MAX_LINE) {
            throw new IOException(host + " sent a line without end");
        }
        next = end + 1;
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** Reads once more, when all that came before is taken. */
    private void fill(long until) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (left <= 0) {
            throw tooLate();
        }
        boolean timed = left <= TIMED_MILLIS;
        socket.setSoTimeout(timed ? (int) left : 0);
        replyUntil = timed ? 0 : until | 1; // never the 0 that means nobody
        int n;
        try {
            n = in.read(buffer);
        } catch (IOException broken) {
            throw late ? tooLate() : broken;
        } finally {
            replyUntil = 0;
        }
        if (n < 0) {
            throw new IOException(host + " closed the connection");
        }
        next = 0;
        filled = n;
    }

    private IOException tooLate() {
        return new IOException(host + " did not reply in time");
    }

    /**
     * Upgrades to TLS.
     *
     * @param name sent as server name (RFC 6066 §3), and the one the certificate must have where
     *     the factory verifies
     * @param verify the certificate must be valid for the name
     * @throws SSLException the handshake failed
     * @throws IOException the host sent more than its 220 in the clear
     */
    void startTls(SSLSocketFactory factory, String name, boolean verify) throws IOException {
        if (next < filled
                || in.available() > 0) { // what is not protected must not count afterwards
            throw new IOException(host + " sent octets before the TLS handshake");
        }
        try {
            var tls = (SSLSocket) factory.createSocket(raw, name, raw.getPort(), true);
            if (verify) {
                var parameters = tls.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                tls.setSSLParameters(parameters);
            }
            tls.setSoTimeout((int) TimeUnit.SECONDS.toMillis(HANDSHAKE_SECONDS));
            tls.startHandshake();
            socket = tls;
            in = tls.getInputStream();
            out = new BufferedOutputStream(tls.getOutputStream(), OUT_OCTETS);
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) { // closed or silent in the middle of it
            throw new SSLException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        done = true;
        LockSupport.unpark(watchdog);
        closeQuietly();
    }

    private void closeQuietly() {
        try {
            raw.close();
        } catch (IOException e) {
            // closed as far as anybody can
        }
    }
}
