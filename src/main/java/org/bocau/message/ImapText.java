package org.bocau.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.bocau.message.Parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the strings of ENVELOPE and BODYSTRUCTURE (RFC 3501 §9). Pure ASCII without CR, LF and
 * NUL, so that a quoted string always does; what is not ASCII takes RFC 2047's or RFC 2231's form,
 * as clients of IMAP4rev1 expect.
 */
final class ImapText {
    private final StringBuilder out = new StringBuilder();

    ImapText raw(String text) {
        out.append(text);
        return this;
    }

    ImapText raw(byte[] ascii) {
        out.append(new String(ascii, StandardCharsets.US_ASCII));
        return this;
    }

    ImapText number(long number) {
        out.append(number);
        return this;
    }

    ImapText nil() {
        return raw("NIL");
    }

    ImapText space() {
        return raw(" ");
    }

    /** Always quoted: nothing is left in it that would need a literal. */
    ImapText string(String text) {
        // Decoded first: a text may have encoded words and raw 8-bit.
        var ascii =
                Ascii.isAscii(text)
                        ? text
                        : EncodedWord.encode(HeaderField.oneLine(EncodedWord.decode(text)));
        out.append('"');
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            if (c == '\r' || c == '\n') {
                out.append(' ');
            } else if (c != 0) {
                out.append(c);
            }
        }
        out.append('"');
        return this;
    }

    ImapText nstring(@Nullable String text) {
        return text == null ? nil() : string(text);
    }

    /** For what has no case: types, encodings, names; in the form of the RFC's own examples. */
    ImapText upper(String text) {
        return string(text.toUpperCase(Locale.ROOT));
    }

    /** body-fld-param: as they came, RFC 2231 segments apart; clients put them together. */
    ImapText parameters(Parameters parameters) {
        List<Parameter> raw = parameters.raw();
        if (raw.isEmpty()) {
            return nil();
        }
        char before = '(';
        for (var parameter : raw) {
            out.append(before);
            before = ' ';
            if (Ascii.isAscii(parameter.value())) {
                upper(parameter.name()).space().string(parameter.value());
            } else {
                upper(extendedName(parameter.name())).space().string(extended(parameter.value()));
            }
        }
        return raw(")");
    }

    private static String extendedName(String name) {
        return name.endsWith("*") ? name : name + "*";
    }

    /** RFC 2231 §4: raw 8-bit in a parameter becomes {@code utf-8''%C6%B0}. */
    private static String extended(String value) {
        var text = new StringBuilder("utf-8''");
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    Ascii.isLetter(octet) || Ascii.isDigit(octet) || ".-_".indexOf(octet) >= 0;
            if (plain) {
                text.append((char) octet);
            } else {
                text.append('%').append(String.format("%02X", octet & 0xff));
            }
        }
        return text.toString();
    }

    String text() {
        return out.toString();
    }

    byte[] octets() {
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
