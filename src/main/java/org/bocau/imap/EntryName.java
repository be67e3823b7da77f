package org.bocau.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The name of an annotation, in lower case: {@code /private/comment}, {@code
 * /shared/vendor/x/color}. RFC 5464 §3.2.
 */
final class EntryName {
    private static final int LONGEST = 255;
    private static final int MOST = 100;
    private static final String VENDOR = "vendor";

    private EntryName() {}

    /** {@code entries = entry / "(" entry *(SP entry) ")"}. */
    static List<String> parseList(ImapReader in) throws IOException {
        if (in.peek() != '(') {
            return List.of(parse(in));
        }
        in.expect('(');
        return parseRest(in);
    }

    /** The same from behind the parenthesis. */
    static List<String> parseRest(ImapReader in) throws IOException {
        var names = new ArrayList<String>();
        do {
            if (names.size() == MOST) {
                throw ImapRefusal.bad("too many entries");
            }
            names.add(parse(in));
        } while (in.takeIf(" "));
        in.expect(')');
        return names;
    }

    /**
     * An entry to look for, or below.
     *
     * @throws ImapRefusal BAD, as RFC 5464 §3.2 has it for names that cannot be
     */
    static String parse(ImapReader in) throws IOException {
        String name = ImapReader.decoded(in.astring(), StandardCharsets.US_ASCII);
        boolean sound =
                name.startsWith("/")
                        && name.length() <= LONGEST
                        && !name.contains("//")
                        && !name.endsWith("/")
                        && name.chars()
                                .allMatch(c -> c >= 0x20 && c < 0x7f && c != '*' && c != '%');
        String lower = name.toLowerCase(Locale.ROOT);
        String first = sound ? lower.split("/", -1)[1] : "";
        if (!first.equals("private") && !first.equals("shared")) {
            throw ImapRefusal.bad("malformed entry name");
        }
        return lower;
    }

    /** An entry that can have a value: {@code /shared} alone cannot, nor half a vendor's name. */
    static String parseWithValue(ImapReader in) throws IOException {
        String name = parse(in);
        String[] components = name.substring(1).split("/", -1);
        boolean whole =
                components.length >= 2 && (!components[1].equals(VENDOR) || components.length >= 4);
        if (!whole) {
            throw ImapRefusal.bad("entry name is too short");
        }
        return name;
    }

    static boolean shared(String name) {
        return name.startsWith("/shared/");
    }
}
