package org.bocau.imap;

import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bocau.message.Charsets;
import org.jspecify.annotations.Nullable;

/**
 * The charsets a search text may be in. RFC 3501 §6.4.4 requires US-ASCII and UTF-8; the rest are
 * those mail is written in, and that can stand in a literal: UTF-16 cannot, for its NULs.
 */
final class SearchCharset {
    private static final List<String> NAMES =
            List.of(
                    "US-ASCII",
                    "UTF-8",
                    "ISO-8859-1",
                    "ISO-8859-2",
                    "ISO-8859-3",
                    "ISO-8859-4",
                    "ISO-8859-5",
                    "ISO-8859-6",
                    "ISO-8859-7",
                    "ISO-8859-8",
                    "ISO-8859-9",
                    "ISO-8859-13",
                    "ISO-8859-15",
                    "ISO-8859-16",
                    "windows-874",
                    "windows-1250",
                    "windows-1251",
                    "windows-1252",
                    "windows-1253",
                    "windows-1254",
                    "windows-1255",
                    "windows-1256",
                    "windows-1257",
                    "windows-1258",
                    "VISCII",
                    "TCVN5712-1",
                    "KOI8-R",
                    "KOI8-U",
                    "TIS-620",
                    "Big5",
                    "GB2312",
                    "GBK",
                    "GB18030",
                    "EUC-KR",
                    "ISO-2022-KR",
                    "EUC-JP",
                    "ISO-2022-JP",
                    "Shift_JIS");

    /** By names and aliases in lower case; what this Java lacks is left out. */
    private static final Map<String, Charset> KNOWN = new LinkedHashMap<>();

    static {
        for (String name : NAMES) {
            var charset = charset(name);
            if (charset != null) {
                charset.aliases().forEach(alias -> KNOWN.put(lower(alias), charset));
            }
        }
        for (String name : NAMES) { // after the aliases: a name means itself
            var charset = charset(name);
            if (charset != null) {
                KNOWN.put(lower(name), charset);
            }
        }
    }

    private SearchCharset() {}

    /** Of this Java, to the letter; else as mail uses the name. */
    private static @Nullable Charset charset(String name) {
        return Charset.isSupported(name) ? Charset.forName(name) : Charsets.named(name);
    }

    /** Null for one that is not supported. */
    static @Nullable Charset named(String name) {
        return KNOWN.get(lower(name));
    }

    /** {@code [BADCHARSET (US-ASCII UTF-8 …)]}. RFC 3501 §7.1. */
    static ResponseCode badCharset() {
        return new ResponseCode(
                "BADCHARSET ("
                        + String.join(
                                " ", NAMES.stream().filter(name -> named(name) != null).toList())
                        + ")");
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
