package org.bocau.message;

/** The header as SEARCH sees it: decoded, one field a line. */
final class HeaderText {
    private HeaderText() {}

    /** {@code name:value} lines, names in lower case, each ended by LF; bounded by TEXT_KEPT. */
    static String of(HeaderBlock header) {
        var out = new StringBuilder();
        for (var field : header.fields()) {
            out.append(field.lowerCaseName()).append(':').append(field.value()).append('\n');
            if (out.length() > MimeParser.TEXT_KEPT) {
                break;
            }
        }
        return out.toString();
    }
}
