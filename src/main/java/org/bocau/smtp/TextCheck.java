package org.bocau.smtp;

import org.bocau.smtp.MessageData.Defect;
import org.jspecify.annotations.Nullable;

/**
 * Looks at octets that pass for what no text has: bare CR and LF, NUL, lines without end. With
 * BINARYMIME the header section must be text all the same (RFC 3030 §3), and what comes after the
 * empty line may be anything.
 */
final class TextCheck {
    private final boolean binaryBody;
    private @Nullable Defect defect;
    private boolean header = true;
    private boolean eightBit;
    private boolean binary;
    private boolean afterCarriageReturn;
    private int lineOctets;

    /**
     * @param binaryBody the sender declared BODY=BINARYMIME
     */
    TextCheck(boolean binaryBody) {
        this.binaryBody = binaryBody;
    }

    void take(byte[] octets, int length) {
        for (int i = 0; i < length; i++) {
            take(octets[i]);
        }
    }

    private void take(byte octet) {
        eightBit |= octet < 0;
        if (afterCarriageReturn) {
            afterCarriageReturn = false;
            if (octet == '\n') {
                header &= lineOctets > 0;
                lineOctets = 0;
                return;
            }
            found(Defect.BARE_CARRIAGE_RETURN);
        }
        if (octet == '\r') {
            afterCarriageReturn = true;
        } else if (octet == '\n') {
            found(Defect.BARE_LINE_FEED);
        } else if (octet == 0) {
            found(Defect.NUL);
        }
        if (octet != '\r' && ++lineOctets > MessageData.MAX_LINE) {
            found(Defect.LINE_TOO_LONG);
        }
    }

    /** The message ends here: a last CR was a bare one, a last line without an end is no text. */
    void end() {
        if (afterCarriageReturn) {
            found(Defect.BARE_CARRIAGE_RETURN);
        }
        binary |= binaryBody && lineOctets > 0; // DATA would put a line end there
    }

    private void found(Defect found) {
        if (binaryBody && !header) {
            binary = true;
        } else if (defect == null) {
            defect = found;
        }
    }

    @Nullable Defect defect() {
        return defect;
    }

    boolean eightBit() {
        return eightBit;
    }

    /** True when the body was more than text; never so unless BINARYMIME was declared. */
    boolean binary() {
        return binary;
    }
}
