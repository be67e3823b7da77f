package org.bocau.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection: bounded reading with deadlines, buffered writing, the TLS upgrade, and
 * an orderly stop.
 *
 * <p>Owned by one virtual thread; only {@link #stop}, {@link #remote} and {@link #id} may be called
 * by others. Reading flushes nothing: a session flushes when {@link #inputWaiting} is false (RFC
 * 2920 §3.2).
 */
public abstract class Connection implements AutoCloseable {

    /** Short id, unique in this process's life; stands in logs, replies and Received fields. */
    public abstract String id();

    public abstract Service service();

    public abstract InetAddress remote();

    /** True once TLS protects the connection. */
    public abstract boolean secure();

    /**
     * The TLS version and cipher suite for Received fields (RFC 8314 §4.3), or null in the clear.
     */
    public abstract @Nullable String tlsDescription();

    /** True when the peer is on this machine. */
    public boolean loopback() {
        return remote().isLoopbackAddress();
    }

    /** True on a listener that only this process's own web layer uses. */
    public boolean internal() {
        return service().reach() == Service.Reach.INTERNAL;
    }

    /**
     * Reads one line that ends in CRLF (a bare LF also ends it; the caller is told by {@link
     * Line#bareLineFeed}).
     *
     * @param maxOctets bound without the line end
     * @param within time for the whole line, not for each octet
     * @return null when the peer closed, or when {@link #stopping} and nothing was read
     * @throws LineTooLongException the line was skipped whole; nothing of it was kept
     * @throws DeadlineException {@code within} passed
     */
    public abstract @Nullable Line readLine(int maxOctets, Duration within) throws IOException;

    /**
     * The octets that follow, shared with {@link #readLine}'s buffer: for DATA and literals. Never
     * ends but at EOF.
     */
    public abstract InputStream in();

    /**
     * Sets the time within which reads from {@link #in} must be done; each call replaces the last.
     */
    public abstract void deadline(Duration within);

    /**
     * True when octets already wait in the buffer: the peer has pipelined, so hold the flush back.
     */
    public abstract boolean inputWaiting() throws IOException;

    /**
     * Buffered output; {@link #flush} sends it. A write that the peer does not take within a minute
     * closes the connection.
     */
    public abstract OutputStream out();

    public abstract void flush() throws IOException;

    /**
     * Upgrades to TLS on the server side. The caller has flushed its reply already.
     *
     * @throws IOException octets already waited in the buffer (command injection, RFC 3207 §4.2),
     *     or the handshake failed or took over ten seconds: the connection must be closed
     */
    public abstract void startTls() throws IOException;

    /** True once the server is stopping: the session says good-bye and returns. */
    public abstract boolean stopping();

    /**
     * Half-closes the read side, so that a session blocked in a read wakes with end of stream. Any
     * thread may call it.
     */
    public abstract void stop();

    /** Closes at once; idempotent; any thread may call it. */
    @Override
    public abstract void close();

    /**
     * A received line without its line end.
     *
     * @param octets the line; each octet as it came
     * @param bareLineFeed it ended in LF without CR
     */
    public record Line(byte[] octets, boolean bareLineFeed) {
        /** The octets as ISO 8859-1 characters: one character an octet, nothing lost. */
        public String text() {
            return new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }
}
