package org.bocau.mailauth;

import java.nio.charset.StandardCharsets;
import org.bocau.message.HeaderSection;

/**
 * Header fields as text of one character an octet, so that nothing is lost on the way to a hash.
 */
final class FieldText {
    private FieldText() {}

    static String of(HeaderSection.Field field) {
        return new String(field.octets(), StandardCharsets.ISO_8859_1);
    }

    /** What stands after the colon, line ends included. */
    static String value(HeaderSection.Field field) {
        var text = of(field);
        return text.substring(text.indexOf(':') + 1);
    }

    /** RFC 6376 §3.5: the b= tag's value deleted, with the white space around it. */
    static String withoutSignature(String field) {
        int from = field.indexOf(':') + 1;
        while (from < field.length()) {
            int semicolon = field.indexOf(';', from);
            int end = semicolon < 0 ? field.length() : semicolon;
            int equals = field.indexOf('=', from);
            if (equals >= 0 && equals < end && field.substring(from, equals).strip().equals("b")) {
                return field.substring(0, equals + 1) + field.substring(end);
            }
            from = end + 1;
        }
        return field;
    }

    static String withoutLineEnd(String text) {
        return text.endsWith("\r\n") ? text.substring(0, text.length() - 2) : text;
    }
}
