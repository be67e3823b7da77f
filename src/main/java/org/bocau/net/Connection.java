package org.bocau.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection: bounded reading with deadlines, buffered writing, the TLS upgrade, and
 * an orderly stop.
 *
 * <p>Owned by one virtual thread; only {@link #stop}, {@link #close} and what describes the
 * connection may be called by others. While a session idles, a second thread may read, and nothing
 * else. Reading flushes nothing: a session flushes when {@link #inputWaiting} is false (RFC 2920
 * §3.2).
 */
public final class Connection implements AutoCloseable {
    /** For {@link #in} before any deadline was set; a longest wait, not a total. */
    private static final long DEFAULT_WAIT = TimeUnit.MINUTES.toNanos(5);

    /**
     * Beyond this the clockwork ends a wait, a second late at most. A timer of a virtual thread's
     * own wakes a thread of the JVM's each time it is set, and once more when it is not needed.
     */
    private static final int TIMED_MILLIS = 2_000;

    private static final long LINGER = TimeUnit.SECONDS.toNanos(2);
    private static final int LINGER_OCTETS = 1 << 20;

    private final String id;
    private final Service service;
    private final Socket raw;
    private final Instant openedAt;
    private final TlsContexts contexts;
    private final Watch watch;
    private final ReadBuffer input = new ReadBuffer(this::receive);
    private final WriteBuffer output = new WriteBuffer(new Replies());
    private final InputStream in = new Octets();
    private final Transcript transcript;

    private volatile @Nullable SSLSocket tls;
    private @Nullable Deflation deflation;
    private volatile @Nullable Inflation inflation; // used by the thread that reads
    private volatile @Nullable String user;
    private volatile boolean stopping;
    private volatile long readUntil; // nanoTime; 0: nobody reads, or with a timer of his own
    private volatile boolean late; // the clockwork has ended a wait
    private long deadline; // for in(); owner only
    private boolean deadlineSet;

    Connection(
            String id,
            Service service,
            Socket raw,
            Instant openedAt,
            TlsContexts contexts,
            Watch.Times times) {
        this.id = id;
        this.service = service;
        this.raw = raw;
        this.openedAt = openedAt;
        this.contexts = contexts;
        this.watch = new Watch(times, this::close);
        this.transcript = new Transcript(service.name(), id);
    }

    /** Short id, unique over restarts too; stands in logs, replies and Received fields. */
    public String id() {
        return id;
    }

    public Service service() {
        return service;
    }

    public InetAddress remote() {
        return raw.getInetAddress();
    }

    public Instant openedAt() {
        return openedAt;
    }

    /** Who has logged in here, for the console and the log; null before that. */
    public @Nullable String user() {
        return user;
    }

    /** Tells who has logged in. */
    public void user(@Nullable String address) {
        user = address;
    }

    /** True once TLS protects the connection. */
    public boolean secure() {
        return tls != null;
    }

    /**
     * The TLS version and cipher suite for Received fields (RFC 8314 §4.3), or null in the clear.
     */
    public @Nullable String tlsDescription() {
        var secured = tls;
        if (secured == null) {
            return null;
        }
        var session = secured.getSession();
        return session.getProtocol() + " " + session.getCipherSuite();
    }

    /**
     * Octets that both ends of this TLS connection know and that no other connection has, for SASL
     * mechanisms that are bound to it (RFC 5056).
     *
     * @param type {@code tls-exporter} (RFC 9266, with TLS 1.3) or {@code tls-server-end-point}
     *     (RFC 5929 §4)
     * @return null where there is no TLS, or nothing of this type
     */
    public byte @Nullable [] channelBinding(String type) {
        var secured = tls;
        return secured == null ? null : TlsBinding.of(secured.getSession(), type);
    }

    /** True on a listener that only this process's own web layer uses. */
    public boolean internal() {
        return service.reach() == Service.Reach.INTERNAL;
    }

    public Transcript transcript() {
        return transcript;
    }

    /**
     * Reads one line that ends in CRLF (a bare LF also ends it; the caller is told by {@link
     * Line#bareLineFeed}).
     *
     * @param maxOctets bound without the line end
     * @param within time for the whole line, not for each octet
     * @return null when the peer closed, or when {@link #stopping}
     * @throws LineTooLongException the line was skipped whole; nothing of it was kept
     * @throws DeadlineException {@code within} passed
     */
    public @Nullable Line readLine(int maxOctets, Duration within) throws IOException {
        return stopping ? null : input.readLine(maxOctets, System.nanoTime() + within.toNanos());
    }

    /**
     * The octets that follow, shared with {@link #readLine}'s buffer: for DATA and literals. Never
     * ends but at EOF.
     */
    public InputStream in() {
        return in;
    }

    /** Gives octets back that were read from {@link #in} beyond what they were read for. */
    public void unread(byte[] octets, int offset, int length) {
        input.unread(octets, offset, length);
    }

    /**
     * Sets the time within which reads from {@link #in} must be done; each call replaces the last.
     */
    public void deadline(Duration within) {
        deadline = System.nanoTime() + within.toNanos();
        deadlineSet = true;
    }

    /**
     * True when a whole line already waits: the peer has pipelined, so hold the flush back. Half a
     * line does not count, since its sender may be waiting for our reply.
     */
    public boolean inputWaiting() throws IOException {
        if (!input.holdsLine() && input.hasRoom() && available()) {
            input.fill(System.nanoTime() + DEFAULT_WAIT); // does not block: octets are there
        }
        return input.holdsLine();
    }

    /**
     * Waits until there is something to read, be it the end. False when nothing came in this time.
     */
    public boolean awaitInput(Duration within) throws IOException {
        try {
            if (input.buffered() == 0) {
                var _ = input.fill(System.nanoTime() + within.toNanos());
            }
            return true;
        } catch (DeadlineException nothing) {
            return false;
        }
    }

    /**
     * Buffered output; {@link #flush} sends it. A write that the peer does not take within a minute
     * closes the connection.
     */
    public WriteBuffer out() {
        return output;
    }

    public void flush() throws IOException {
        output.flush();
    }

    /**
     * Upgrades to TLS on the server side. The caller has flushed its reply already.
     *
     * @throws IOException octets already waited in the buffer (command injection, RFC 3207 §4.2),
     *     or the handshake failed or took over ten seconds: the connection must be closed
     */
    public void startTls() throws IOException {
        if (secure()) {
            throw new IOException("TLS is active already");
        }
        if (input.buffered() > 0) {
            throw new IOException("octets were sent before the TLS handshake");
        }
        watch.begin(Watch.Wait.HANDSHAKE);
        try {
            tls = contexts.handshake(raw);
        } finally {
            watch.end();
        }
    }

    /**
     * Compresses from here on, both ways. The caller has flushed its reply already. RFC 4978 §3
     *
     * @throws IOException octets waited already, and nobody knows whether they are compressed: the
     *     connection must be closed
     */
    public void startDeflate() throws IOException {
        if (compressed()) {
            throw new IOException("compression is active already");
        }
        if (input.buffered() > 0) {
            throw new IOException("octets were sent before the compression");
        }
        inflation = new Inflation();
        deflation = new Deflation(this::send);
    }

    /** True between {@link #startDeflate} and {@link #stopDeflate}. */
    public boolean compressed() {
        return deflation != null;
    }

    /**
     * Ends the compression after a reply that was flushed; the peer has ended its own with the
     * command before. RFC 8437 §4.1
     *
     * @throws IOException the peer went on in it: the connection must be closed
     */
    public void stopDeflate() throws IOException {
        var incoming = inflation;
        if (incoming == null) {
            return;
        }
        if (input.buffered() > 0) {
            throw new IOException("octets were sent before the end of the compression");
        }
        byte[] plain = incoming.finish();
        release();
        input.unread(plain, 0, plain.length);
    }

    /** The session will be silent for long: gives memory back that only speed wants. */
    public void rest() {
        if (deflation != null) {
            deflation.rest();
        }
    }

    /** Frees what the garbage collector does not see. The session is over, or uncompressed. */
    void release() {
        if (deflation != null) {
            deflation.end();
            deflation = null;
        }
        var incoming = inflation;
        if (incoming != null) {
            incoming.end();
            inflation = null;
        }
    }

    /** True once the server is stopping: the session says good-bye and returns. */
    public boolean stopping() {
        return stopping;
    }

    /**
     * Half-closes the read side, so that a session blocked in a read wakes with end of stream. Any
     * thread may call it.
     */
    public void stop() {
        stopping = true;
        shutdownInput();
    }

    private void shutdownInput() {
        try {
            // of the raw socket: under TLS it reads as end of stream too, and writing goes on
            raw.shutdownInput();
        } catch (IOException closedAlready) {
            close();
        }
    }

    /**
     * Ends after a session's last reply: sends what is left, closes the write side and reads on for
     * a moment, since closing with unread input would reset the connection and lose the reply.
     */
    void finish() throws IOException {
        flush();
        watch.begin(Watch.Wait.WRITE);
        try {
            var secured = tls;
            if (secured != null) {
                secured.shutdownOutput(); // close_notify, RFC 8446 §6.1; may end the raw side too
            }
            if (!raw.isOutputShutdown()) {
                raw.shutdownOutput();
            }
        } finally {
            watch.end();
        }
        byte[] sink = new byte[1024];
        long until = System.nanoTime() + LINGER;
        for (int taken = 0, n; taken < LINGER_OCTETS; taken += n) {
            raw.setSoTimeout(millisUntil(until));
            n = raw.getInputStream().read(sink);
            if (n < 0) {
                return;
            }
        }
    }

    /**
     * Closes at once; idempotent; any thread may call it. Closes the raw socket: closing TLS would
     * wait for a writer that is stuck.
     */
    @Override
    public void close() {
        try {
            raw.close();
        } catch (IOException e) {
            // closed as far as anybody can
        }
    }

    /**
     * Closes the connection when a write or handshake takes too long, and wakes who has read for
     * too long; called every second.
     */
    void check(long now) {
        watch.check(now);
        long until = readUntil;
        if (until != 0 && now - until >= 0) {
            late = true;
            shutdownInput();
        }
    }

    private InputStream source() throws IOException {
        var secured = tls;
        return secured == null ? raw.getInputStream() : secured.getInputStream();
    }

    /** True when a read would not wait. */
    private boolean available() throws IOException {
        var compressed = inflation;
        return compressed == null ? source().available() > 0 : compressed.available(source());
    }

    private int receive(byte[] into, int offset, int length, long until) throws IOException {
        if (stopping) {
            return -1;
        }
        try {
            int n = receiveOnce(into, offset, length, until);
            while (n == 0) {
                n = receiveOnce(into, offset, length, until);
            }
            if (n < 0 && late && !stopping) {
                throw new DeadlineException();
            }
            return n;
        } catch (SocketTimeoutException e) {
            throw new DeadlineException();
        } catch (DeadlineException e) {
            throw e;
        } catch (IOException e) {
            if (stopping) { // TLS reports our half-close as a truncated stream
                return -1;
            }
            throw late ? new DeadlineException() : e;
        } finally {
            readUntil = 0;
        }
    }

    /** 0 when what came was not enough to make an octet of. */
    private int receiveOnce(byte[] into, int offset, int length, long until) throws IOException {
        int millis = millisUntil(until);
        boolean timed = millis <= TIMED_MILLIS;
        raw.setSoTimeout(timed ? millis : 0);
        readUntil = timed ? 0 : until | 1; // never the 0 that means none
        var compressed = inflation;
        return compressed == null
                ? source().read(into, offset, length)
                : compressed.read(source(), into, offset, length);
    }

    private void send(byte[] octets, int offset, int length) throws IOException {
        var secured = tls;
        watch.begin(Watch.Wait.WRITE);
        try {
            (secured == null ? raw.getOutputStream() : secured.getOutputStream())
                    .write(octets, offset, length);
        } finally {
            watch.end();
        }
    }

    private static int millisUntil(long until) throws DeadlineException {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        if (left <= 0) {
            throw new DeadlineException();
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    /** Where replies go: to the peer, or through the compressor. */
    private final class Replies implements WriteBuffer.Sink {
        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            var compressor = deflation;
            if (compressor == null) {
                send(octets, offset, length);
            } else {
                compressor.write(octets, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            var compressor = deflation;
            if (compressor != null) {
                compressor.flush();
            }
        }
    }

    /** {@link ReadBuffer} as a stream. Closing it closes nothing: the session goes on. */
    private final class Octets extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            long until = deadlineSet ? deadline : System.nanoTime() + DEFAULT_WAIT;
            return input.read(into, offset, length, until);
        }

        @Override
        public int available() {
            return input.buffered();
        }
    }

    /**
     * A received line without its line end.
     *
     * @param octets the line; each octet as it came
     * @param bareLineFeed it ended in LF without CR
     */
    public record Line(byte[] octets, boolean bareLineFeed) {
        /** The octets as ISO 8859-1 characters: one character an octet, nothing lost. */
        public String text() {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }
}
