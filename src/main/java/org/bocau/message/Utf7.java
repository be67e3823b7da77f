package org.bocau.message;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;

/**
 * UTF-7, RFC 2152, which old mail is written in. For reading only. Lenient: bits that are left over
 * are dropped, halves of surrogate pairs pass (whoever takes the text must expect them anyway).
 */
final class Utf7 extends Charset {
    static final Charset CHARSET = new Utf7();

    private Utf7() {
        super(
                "UTF-7",
                new String[] {
                    "csUTF7", "utf7", "unicode-1-1-utf-7", "csUnicode11UTF7", "x-unicode-2-0-utf-7"
                });
    }

    @Override
    public boolean contains(Charset other) {
        return other.equals(this);
    }

    @Override
    public boolean canEncode() {
        return false;
    }

    @Override
    public CharsetEncoder newEncoder() {
        throw new UnsupportedOperationException(name());
    }

    @Override
    public CharsetDecoder newDecoder() {
        return new Decoder(this);
    }

    private static final class Decoder extends CharsetDecoder {
        private static final int UNIT = 16; // bits

        private boolean shifted; // after +
        private boolean empty; // nothing came after it
        private int bits;
        private int held; // so many bits

        Decoder(Charset charset) {
            super(charset, 1, 1);
        }

        @Override
        protected void implReset() {
            shifted = false;
        }

        @Override
        protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
            while (in.hasRemaining()) {
                if (!out.hasRemaining()) {
                    return CoderResult.OVERFLOW;
                }
                int octet = in.get();
                int digit = shifted ? digit(octet) : -1;
                if (digit >= 0) {
                    add(digit, out);
                } else {
                    plain(octet, out);
                }
            }
            return CoderResult.UNDERFLOW;
        }

        /** The value of a digit of base64, or -1. */
        private static int digit(int c) {
            if (c >= 'A' && c <= 'Z') {
                return c - 'A';
            }
            if (c >= 'a' && c <= 'z') {
                return c - 'a' + 26;
            }
            if (c >= '0' && c <= '9') {
                return c - '0' + 52;
            }
            return c == '+' ? 62 : c == '/' ? 63 : -1;
        }

        private void add(int digit, CharBuffer out) {
            empty = false;
            bits = bits << 6 | digit;
            held += 6;
            if (held >= UNIT) {
                held -= UNIT;
                out.put((char) (bits >> held));
                bits &= (1 << held) - 1;
            }
        }

        /** Also what ends base64: a hyphen only does that, and after nothing it means a plus. */
        private void plain(int octet, CharBuffer out) {
            if (shifted) {
                shifted = false;
                if (octet == '-') {
                    if (empty) {
                        out.put('+');
                    }
                    return;
                }
            }
            if (octet == '+') {
                shifted = true;
                empty = true;
                bits = 0;
                held = 0;
            } else {
                out.put(octet < 0 ? '\ufffd' : (char) octet);
            }
        }
    }
}
