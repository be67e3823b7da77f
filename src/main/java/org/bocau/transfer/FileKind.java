package org.bocau.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** What a file is, by its first octets: names say anything. */
enum FileKind {
    ZIP,
    MBOX,
    EML,
    OTHER;

    /** So many octets decide. */
    static final int LOOKED_AT = 1024;

    /** A field's name and its colon, RFC 5322 §2.2. */
    private static final Pattern FIELD = Pattern.compile("[!-9;-~]{1,76}[ \\t]*:");

    /** The first message of an mbox that begins with something else. */
    private static final Pattern LATER = Pattern.compile("(?m)^From \\S* ?.*\\d\\d:\\d\\d");

    static FileKind of(InputStream in) throws IOException {
        return of(in.readNBytes(LOOKED_AT));
    }

    static FileKind of(byte[] beginning) {
        var text = new String(beginning, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK\3\4") || text.startsWith("PK\5\6")) return ZIP;
        int bom = text.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
        var lines = text.substring(bom).replaceFirst("^[\\r\\n]+", "").split("\r?\n", 3);
        if (lines[0].startsWith("From ")) return MBOX;
        boolean mail = Arrays.stream(lines).limit(1).anyMatch(l -> FIELD.matcher(l).lookingAt());
        if (text.indexOf('\0') >= 0) return OTHER;
        if (mail) return EML;
        return LATER.matcher(text).find() ? MBOX : OTHER;
    }
}
