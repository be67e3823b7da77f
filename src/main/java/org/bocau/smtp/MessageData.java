package org.bocau.smtp;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The octets of one message as a client sends them, without what the transport put around them.
 * What is known of them is complete at end of stream.
 */
abstract sealed class MessageData extends InputStream permits DataStream, Chunks.Whole {
    /** What makes a message unacceptable. The first one found counts. */
    enum Defect {
        /** CR without LF. RFC 5321 §2.3.8. */
        BARE_CARRIAGE_RETURN,
        /** LF without CR: where others would see a line end, we must not. */
        BARE_LINE_FEED,
        /** RFC 5321 §4.5.2 allows no NUL without BINARYMIME. */
        NUL,
        LINE_TOO_LONG,
        TOO_LARGE;

        SmtpRefusal refusal() {
            return switch (this) {
                case BARE_CARRIAGE_RETURN -> malformed("Bare CR in the message");
                case BARE_LINE_FEED -> malformed("Bare LF in the message");
                case NUL -> malformed("NUL in the message");
                case LINE_TOO_LONG -> malformed("Line too long in the message");
                case TOO_LARGE -> SmtpRefusal.tooLarge();
            };
        }

        private static SmtpRefusal malformed(String text) {
            return new SmtpRefusal(550, "5.6.0", text);
        }
    }

    /** Octets a line may have; longer ones than RFC 5321 §4.5.3.1.6 asks for are taken. */
    static final int MAX_LINE = 65_536;

    /** What was wrong with the message; null when nothing was. */
    abstract @Nullable Defect defect();

    /** True when an octet above 127 has passed. */
    abstract boolean eightBit();

    /** True when only BINARYMIME carries it on unchanged. RFC 3030 §3. */
    abstract boolean binary();

    /** Takes what is left off the connection. */
    abstract void drain() throws IOException;

    /** True when the end never came within the bound: the connection is of no more use. */
    abstract boolean endless();
}
