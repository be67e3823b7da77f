package org.bocau.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A Content-Disposition field, RFC 2183; the type in lower case. */
record Disposition(String type, Parameters parameters) {
    private static final int LONGEST_TOKEN = 127;

    static @Nullable Disposition parse(@Nullable String field) {
        if (field == null || field.isBlank()) {
            return null;
        }
        int semicolon = field.indexOf(';');
        int end = semicolon < 0 ? field.length() : semicolon;
        var type = ContentType.withoutComments(field.substring(0, end)).toLowerCase(Locale.ROOT);
        boolean token =
                !type.isEmpty()
                        && type.length() <= LONGEST_TOKEN
                        && type.chars().allMatch(Ascii::isToken);
        // RFC 2183 §2.8: what is not known is an attachment.
        return new Disposition(token ? type : "attachment", Parameters.parse(field, end));
    }
}
