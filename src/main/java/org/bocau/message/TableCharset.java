package org.bocau.message;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;

/** A charset of one octet a character that Java lacks. For reading only: nothing is sent in it. */
final class TableCharset extends Charset {
    /**
     * RFC 1456: what Vietnamese mail was written in before Unicode, by mail readers abroad above
     * all.
     */
    static final Charset VISCII =
            new TableCharset(
                    "VISCII",
                    "\002\005\006\024\031\036",
                    "ẲẴẪỶỸỴ",
                    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
                            + "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
                            + "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
                            + "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
                    "csVISCII",
                    "VISCII1.1-1",
                    "x-viet-viscii");

    /** TCVN 5712:1993, the standard of Vietnam of those years, also known as TCVN3 and ABC. */
    static final Charset TCVN =
            new TableCharset(
                    "TCVN5712-1",
                    "\001\002\004\005\006\021\022\023\024\025\026\027",
                    "ÚỤỪỬỮỨỰỲỶỸÝỴ",
                    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
                            + "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
                            + "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
                            + "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ",
                    "TCVN",
                    "TCVN3",
                    "TCVN-5712",
                    "TCVN5712",
                    "TCVN5712-1:1993",
                    "x-viet-tcvn5712",
                    "x-viet-tcvn");

    private static final int HALF = 128;

    private final char[] characters = new char[2 * HALF];

    /**
     * @param octets below 128 that are not as in ASCII
     * @param instead their characters
     * @param upper the characters of the octets from 128
     */
    private TableCharset(
            String name, String octets, String instead, String upper, String... aliases) {
        super(name, aliases);
        for (int i = 0; i < HALF; i++) {
            characters[i] = (char) i;
            characters[HALF + i] = upper.charAt(i);
        }
        for (int i = 0; i < octets.length(); i++) {
            characters[octets.charAt(i)] = instead.charAt(i);
        }
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
        return new CharsetDecoder(this, 1, 1) {
            @Override
            protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
                while (in.hasRemaining()) {
                    if (!out.hasRemaining()) {
                        return CoderResult.OVERFLOW;
                    }
                    out.put(characters[in.get() & 0xff]);
                }
                return CoderResult.UNDERFLOW;
            }
        };
    }
}
