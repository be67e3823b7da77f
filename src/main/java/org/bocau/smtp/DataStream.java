package org.bocau.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.bocau.message.OctetScan;
import org.jspecify.annotations.Nullable;

/**
 * The octets of a message as they follow DATA: dots unstuffed, ended by CRLF.CRLF and by nothing
 * else (RFC 5321 §4.5.2, §4.1.1.4). Whoever reads it need not know what is wrong with a message:
 * when something is, the stream takes everything up to the true end, so that no octet of it is ever
 * taken for a command, and only then ends; {@link #defect} then says what it was.
 */
final class DataStream extends MessageData {
    /** Gives octets back that were read beyond the end. */
    @FunctionalInterface
    interface Pushback {
        void unread(byte[] octets, int offset, int length) throws IOException;
    }

    /** Asked before every read from the connection. */
    @FunctionalInterface
    interface Pace {
        /**
         * @param octets received so far
         * @throws IOException the sender is too slow
         */
        void await(long octets) throws IOException;
    }

    /** Where in CRLF.CRLF the next octet stands. */
    private enum State {
        LINE_START,
        IN_LINE,
        CR,
        DOT,
        DOT_CR,
        END
    }

    private final InputStream in;
    private final Pushback back;
    private final Pace pace;
    private final long maxOctets;

    private final byte[] raw = new byte[8192];
    private final byte[] plain = new byte[raw.length + 1]; // a CR may be left from the last fill
    private int from;
    private int to;

    private State state = State.LINE_START;
    private @Nullable Defect defect;
    private boolean eightBit;
    private boolean endless;
    private long received;
    private long octets;
    private int lineOctets;

    /**
     * @param maxOctets of the message; twice as many are taken off the connection before giving up
     */
    DataStream(InputStream in, Pushback back, Pace pace, long maxOctets) {
        this.in = in;
        this.back = back;
        this.pace = pace;
        this.maxOctets = maxOctets;
    }

    @Override
    @Nullable Defect defect() {
        return defect;
    }

    @Override
    boolean endless() {
        return endless;
    }

    @Override
    boolean eightBit() {
        return eightBit;
    }

    /** Never: DATA carries text only. */
    @Override
    boolean binary() {
        return false;
    }

    /** Takes what is left, up to the true end. */
    @Override
    void drain() throws IOException {
        while (fill()) {
            from = to;
        }
    }

    @Override
    public int read() throws IOException {
        return from < to || fill() ? plain[from++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (from == to && !fill()) {
            return -1;
        }
        int n = Math.min(length, to - from);
        System.arraycopy(plain, from, into, offset, n);
        from += n;
        return n;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long sent = 0;
        while (from < to || fill()) {
            out.write(plain, from, to - from);
            sent += to - from;
            from = to;
        }
        return sent;
    }

    /** Reads until there are octets to give; false at the end. */
    private boolean fill() throws IOException {
        from = 0;
        to = 0;
        while (to == 0 && state != State.END && !endless) {
            pace.await(received);
            int n = in.read(raw, 0, raw.length);
            if (n < 0) {
                throw new EOFException("the connection ended within the data");
            }
            int used = take(n);
            received += used;
            if (used < n) {
                back.unread(raw, used, n - used);
            }
            endless = state != State.END && received > 2 * maxOctets + MAX_LINE;
            if (defect != null) {
                to = 0;
            }
        }
        return to > 0;
    }

    /** Returns how many of the {@code n} octets in {@link #raw} belong to the data. */
    private int take(int n) {
        for (int i = 0; i < n; i++) {
            if (state == State.IN_LINE) {
                i += text(i, n);
                if (i == n) {
                    break;
                }
            }
            byte octet = raw[i];
            state = next(octet);
            if (state == State.END) {
                return i + 1;
            }
            if (octet == 0) {
                found(Defect.NUL);
            }
            eightBit |= octet < 0;
        }
        return n;
    }

    /** Takes octets of a line at once, as long as there is nothing to say about them. */
    private int text(int start, int n) {
        if (defect != null) {
            return 0;
        }
        long room = Math.min(MAX_LINE + 2 - lineOctets, maxOctets - octets);
        int end = (int) Math.min(n, start + room);
        int length = OctetScan.control(raw, start, Math.max(start, end)) - start;
        System.arraycopy(raw, start, plain, to, length);
        to += length;
        lineOctets += length;
        octets += length;
        eightBit = eightBit || OctetScan.eightBit(raw, start, start + length);
        return length;
    }

    private State next(byte octet) {
        return switch (state) {
            case LINE_START -> octet == '.' ? State.DOT : text(octet);
            case IN_LINE -> text(octet);
            case CR -> afterCarriageReturn(octet);
            case DOT -> octet == '\r' ? State.DOT_CR : text(octet); // the dot itself is dropped
            case DOT_CR -> octet == '\n' ? State.END : bareCarriageReturn(octet);
            case END -> State.END;
        };
    }

    private State text(byte octet) {
        if (octet == '\r') {
            return State.CR;
        }
        if (octet == '\n') {
            found(Defect.BARE_LINE_FEED);
        }
        put(octet);
        return State.IN_LINE;
    }

    private State afterCarriageReturn(byte octet) {
        if (octet != '\n') {
            return bareCarriageReturn(octet);
        }
        put((byte) '\r');
        put((byte) '\n');
        lineOctets = 0;
        return State.LINE_START;
    }

    /** Not a line end, so a dot after it is no line of its own: the state is that of a line. */
    private State bareCarriageReturn(byte octet) {
        found(Defect.BARE_CARRIAGE_RETURN);
        return octet == '\r' ? State.CR : text(octet);
    }

    private void put(byte octet) {
        if (defect != null) {
            return;
        }
        if (++lineOctets > MAX_LINE + 2) {
            found(Defect.LINE_TOO_LONG);
        } else if (++octets > maxOctets) {
            found(Defect.TOO_LARGE);
        } else {
            plain[to++] = octet;
        }
    }

    private void found(Defect found) {
        if (defect == null) {
            defect = found;
        }
    }
}
