package org.bocau.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Charsets by the names mail uses. What is labelled US-ASCII or ISO-8859-1 is often neither: the
 * first is tried as UTF-8, both fall back to windows-1252, the superset browsers read. Errors
 * become U+FFFD.
 */
public final class Charsets {
    /** How much of a text without a usable label is looked at to guess its charset. */
    private static final int SNIFFED = 64 * 1024;

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** Names the JDK lacks, and sets that are written by their superset in practice. */
    private static final Map<String, String> ALIASES =
            Map.ofEntries(
                    Map.entry("iso-8859-1", "windows-1252"),
                    Map.entry("latin1", "windows-1252"),
                    Map.entry("iso8859-1", "windows-1252"),
                    Map.entry("iso-8859-9", "windows-1254"),
                    Map.entry("iso-8859-8-i", "iso-8859-8"),
                    Map.entry("iso-8859-11", "x-windows-874"),
                    Map.entry("tis-620", "x-windows-874"),
                    Map.entry("windows-874", "x-windows-874"),
                    Map.entry("gb2312", "gb18030"),
                    Map.entry("gbk", "gb18030"),
                    Map.entry("x-gbk", "gb18030"),
                    Map.entry("hz-gb-2312", "gb18030"),
                    Map.entry("euc-kr", "x-windows-949"),
                    Map.entry("ks_c_5601-1987", "x-windows-949"),
                    Map.entry("cp949", "x-windows-949"),
                    Map.entry("big5", "x-windows-950"),
                    Map.entry("shift_jis", "windows-31j"),
                    Map.entry("shift-jis", "windows-31j"),
                    Map.entry("sjis", "windows-31j"),
                    Map.entry("x-sjis", "windows-31j"),
                    Map.entry("unicode-1-1-utf-8", "utf-8"),
                    Map.entry("utf8mb4", "utf-8"),
                    Map.entry("x-utf-8", "utf-8"),
                    Map.entry("cp1258", "x-windows-1258"),
                    Map.entry("macintosh", "x-macroman"),
                    Map.entry("x-mac-roman", "x-macroman"));

    /**
     * What the JDK lacks, and is not found by a provider's look-up within a packaged application.
     */
    private static final List<Charset> OURS =
            List.of(TableCharset.VISCII, TableCharset.TCVN, Utf7.CHARSET);

    /** All there are, by lower-case name and alias: a look-up there is slow for unknown names. */
    private static final Map<String, Charset> KNOWN = known();

    private Charsets() {}

    /**
     * The charset of a label, or null when it says nothing: none, US-ASCII, or a name nobody knows.
     */
    public static @Nullable Charset named(@Nullable String label) {
        if (label == null) {
            return null;
        }
        var name = label.strip().toLowerCase(Locale.ROOT);
        var charset = KNOWN.get(ALIASES.getOrDefault(name, name));
        return charset == null || charset.equals(StandardCharsets.US_ASCII) ? null : charset;
    }

    private static Map<String, Charset> known() {
        var known = new HashMap<String, Charset>();
        var all = new ArrayList<>(Charset.availableCharsets().values());
        all.addAll(OURS);
        for (var charset : all) {
            charset.aliases().forEach(alias -> known.put(alias.toLowerCase(Locale.ROOT), charset));
        }
        for (var charset : all) { // after the aliases: a name means itself
            known.put(charset.name().toLowerCase(Locale.ROOT), charset);
        }
        return Map.copyOf(known);
    }

    /** The octets as text; never fails. */
    static String decode(byte[] octets, int from, int to, @Nullable String label) {
        var charset = named(label);
        if (charset == null) {
            charset = guess(octets, from, to, true);
        }
        return new String(octets, from, to - from, charset);
    }

    static String decode(byte[] octets, @Nullable String label) {
        return decode(octets, 0, octets.length, label);
    }

    /** The stream as text; never fails but for the stream's own failures. */
    public static Reader reader(InputStream in, @Nullable String label) throws IOException {
        var charset = named(label);
        if (charset != null) {
            return new InputStreamReader(in, charset);
        }
        var start = in.readNBytes(SNIFFED);
        charset = guess(start, 0, start.length, start.length < SNIFFED);
        var whole = new SequenceInputStream(new ByteArrayInputStream(start), in);
        return new InputStreamReader(whole, charset);
    }

    private static Charset guess(byte[] octets, int from, int to, boolean complete) {
        return isUtf8(octets, from, to, complete) ? StandardCharsets.UTF_8 : WINDOWS_1252;
    }

    private static boolean isUtf8(byte[] octets, int from, int to, boolean complete) {
        int ascii = from;
        while (ascii < to && octets[ascii] >= 0) {
            ascii++;
        }
        if (ascii == to) {
            return true;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(octets, ascii, to - ascii);
        var out = CharBuffer.allocate(4096);
        while (true) {
            out.clear();
            var result = decoder.decode(in, out, complete);
            if (!result.isOverflow()) {
                return result.isUnderflow();
            }
        }
    }
}
