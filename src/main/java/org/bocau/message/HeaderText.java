package org.bocau.message;

import java.util.List;

/** The header as SEARCH sees it: decoded, one field a line. */
final class HeaderText {
    private HeaderText() {}

    /** Characters kept. */
    private static final int LONGEST = 1024 * 1024;

    /** {@code name: value} lines, names in lower case, each ended by LF; bounded. */
    static String of(List<HeaderField> fields) {
        var out = new StringBuilder();
        for (var field : fields) {
            out.append(field.lowerCaseName()).append(": ").append(field.value()).append('\n');
            if (out.length() > LONGEST) {
                break;
            }
        }
        return out.toString();
    }
}
