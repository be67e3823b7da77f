package org.bocau.mailauth;

import java.security.MessageDigest;

/**
 * SHA-256 over a body in canonical form, taken as the octets pass. RFC 6376 §3.4.3, §3.4.4, §3.7.
 */
final class BodyHash {
    private static final int BUFFER = 4096;

    private final boolean relaxed;
    private final long limit;
    private final MessageDigest digest = Algorithm.sha256();
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private long octets; // of the canonical form, those beyond the limit too
    private long lineEnds; // held back: at the end of a body they do not count
    private boolean space; // held back likewise
    private boolean afterCr;
    private boolean content; // any octet but line ends until now
    private boolean lineOpen;

    /**
     * @param limit octets of the canonical form that are hashed, the signature's l=
     */
    BodyHash(Canonicalization form, long limit) {
        this.relaxed = form == Canonicalization.RELAXED;
        this.limit = limit;
    }

    void update(byte[] octets, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            octet(octets[i]);
        }
    }

    private void octet(byte octet) {
        if (afterCr) {
            afterCr = false;
            if (octet == '\n') {
                endLine();
                return;
            }
            content((byte) '\r');
        }
        if (octet == '\r') {
            afterCr = true;
        } else {
            content(octet);
        }
    }

    private void endLine() {
        lineEnds++;
        space = false;
        lineOpen = false;
    }

    private void content(byte octet) {
        if (relaxed && (octet == ' ' || octet == '\t')) {
            space = true;
            return;
        }
        for (; lineEnds > 0; lineEnds--) {
            emit((byte) '\r');
            emit((byte) '\n');
        }
        if (space) {
            emit((byte) ' ');
            space = false;
        }
        emit(octet);
        content = true;
        lineOpen = true;
    }

    private void emit(byte octet) {
        if (octets++ < limit) {
            buffer[buffered++] = octet;
            if (buffered == BUFFER) {
                digest.update(buffer, 0, buffered);
                buffered = 0;
            }
        }
    }

    /** The hash of it all; to be called once. */
    byte[] finish() {
        if (afterCr) {
            content((byte) '\r');
        }
        if (content ? lineEnds > 0 || lineOpen : !relaxed) {
            emit((byte) '\r');
            emit((byte) '\n');
        }
        digest.update(buffer, 0, buffered);
        return digest.digest();
    }

    /** After {@link #finish}: octets of the whole canonical form. */
    long octets() {
        return octets;
    }
}
