package org.bocau.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.bocau.message.Parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the strings of ENVELOPE and BODYSTRUCTURE (RFC 3501 §9) without CR, LF and NUL, so that a
 * quoted string always does. What is not ASCII takes RFC 2047's or RFC 2231's form, as clients of
 * IMAP4rev1 expect, or stays as it is for those that have enabled UTF-8 (RFC 6855 §3).
 */
final class ImapText {
    private final StringBuilder out = new StringBuilder();
    private final WireForm form;

    ImapText(WireForm form) {
        this.form = form;
    }

    WireForm form() {
        return form;
    }

    boolean ascii() {
        return form == WireForm.ASCII;
    }

    ImapText raw(String text) {
        out.append(text);
        return this;
    }

    ImapText raw(byte[] rendered) {
        out.append(new String(rendered, StandardCharsets.UTF_8));
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
        var wire = wire(text);
        out.append('"');
        for (int i = 0; i < wire.length(); i++) {
            char c = wire.charAt(i);
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

    private String wire(String text) {
        if (Ascii.isAscii(text)) {
            return text; // encoded words stay as they came, in every form
        }
        // Decoded first: a text may have encoded words and raw 8-bit.
        return ascii()
                ? EncodedWord.encode(HeaderField.oneLine(EncodedWord.decode(text)))
                : HeaderField.oneLine(text);
    }

    ImapText nstring(@Nullable String text) {
        return text == null ? nil() : string(text);
    }

    /** For what has no case: types, encodings, names; in the form of the RFC's own examples. */
    ImapText upper(String text) {
        return string(text.toUpperCase(Locale.ROOT));
    }

    /**
     * body-fld-param. In ASCII as they came, RFC 2231 segments apart, which clients put together;
     * in UTF-8 decoded (RFC 9051 §7.5.2).
     */
    ImapText parameters(Parameters parameters) {
        List<Parameter> raw = ascii() ? parameters.raw() : parameters.decoded();
        if (raw.isEmpty()) {
            return nil();
        }
        char before = '(';
        for (var parameter : raw) {
            out.append(before);
            before = ' ';
            if (!ascii() || Ascii.isAscii(parameter.value())) {
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
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
