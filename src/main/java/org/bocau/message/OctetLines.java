package org.bocau.message;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a stream into lines without holding more than a buffer. A line ends in CRLF, LF or CR alone;
 * one that is longer than the buffer comes in pieces.
 */
final class OctetLines {
    private final InputStream in;
    private final byte[] buffer;
    private int filled;
    private int pieceAt;
    private int pieceLength;
    private int terminatorLength;
    private long start; // of the piece, counted from the start of the stream
    private boolean first = true;
    private boolean last = true;
    private boolean atEnd;

    OctetLines(InputStream in, int bufferSize) {
        this.in = in;
        this.buffer = new byte[bufferSize];
    }

    /** Moves to the next piece; false at the end. Without octets there is no line. */
    boolean next() throws IOException {
        int consumed = pieceLength + terminatorLength;
        start += consumed;
        pieceAt += consumed;
        pieceLength = 0;
        terminatorLength = 0;
        first = last;
        int at = pieceAt;
        while (true) {
            at = OctetScan.control(buffer, at, filled);
            while (at < filled && buffer[at] == 0) { // NUL ends no line
                at = OctetScan.control(buffer, at + 1, filled);
            }
            boolean found = at < filled && (buffer[at] == '\n' || at + 1 < filled || atEnd);
            if (found) {
                endLine(at);
                return true;
            }
            if (atEnd) {
                pieceLength = at - pieceAt;
                last = true;
                return pieceLength > 0 || !first;
            }
            if (pieceAt == 0 && filled == buffer.length) {
                pieceLength = at; // a full buffer; a CR at its end waits for the next piece
                last = false;
                return true;
            }
            at -= pieceAt;
            fill();
        }
    }

    /** A CR is a line end of its own unless LF follows, which {@link #next} waited to see. */
    private void endLine(int at) {
        boolean crlf = buffer[at] == '\r' && at + 1 < filled && buffer[at + 1] == '\n';
        pieceLength = at - pieceAt;
        terminatorLength = crlf ? 2 : 1;
        last = true;
    }

    /** Moves what is left to the front and reads on. */
    private void fill() throws IOException {
        System.arraycopy(buffer, pieceAt, buffer, 0, filled - pieceAt);
        filled -= pieceAt;
        pieceAt = 0;
        int n = in.read(buffer, filled, buffer.length - filled);
        if (n < 0) {
            atEnd = true;
        } else {
            filled += n;
        }
    }

    byte[] buffer() {
        return buffer;
    }

    /** Where the piece starts in {@link #buffer}. */
    int at() {
        return pieceAt;
    }

    /** Octets of the piece without its line end. */
    int length() {
        return pieceLength;
    }

    /** 0 to 2; 0 in the middle of a line and at the end of the stream. */
    int terminatorLength() {
        return terminatorLength;
    }

    long start() {
        return start;
    }

    /** After the line end. */
    long end() {
        return start + pieceLength + terminatorLength;
    }

    boolean last() {
        return last;
    }

    boolean whole() {
        return first && last;
    }
}
