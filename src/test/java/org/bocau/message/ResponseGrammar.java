package org.bocau.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A strict reader of ENVELOPE, BODY and BODYSTRUCTURE by the grammar of RFC 3501 §9, kept apart
 * from the code under test. Fails at the first octet the grammar does not allow.
 */
public final class ResponseGrammar {
    /** What the client has enabled. */
    public enum Form {
        ASCII,
        /** RFC 6855 §3: UTF-8 in quoted strings. */
        UTF8,
        /** RFC 9051 §9: also a message/global with its envelope and structure. */
        REV2
    }

    private final byte[] octets;
    private final Form form;
    private int at;

    private ResponseGrammar(byte[] octets, Form form) {
        this.octets = octets;
        this.form = form;
        if (form != Form.ASCII && !isUtf8(octets)) {
            throw failure("no UTF-8");
        }
    }

    private static boolean isUtf8(byte[] octets) {
        var text = new String(octets, StandardCharsets.UTF_8);
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), octets);
    }

    public static void envelope(byte[] octets, Form form) {
        var in = new ResponseGrammar(octets, form);
        in.envelope();
        in.end();
    }

    public static void body(byte[] octets, Form form) {
        var in = new ResponseGrammar(octets, form);
        in.body(false);
        in.end();
    }

    public static void bodyStructure(byte[] octets, Form form) {
        var in = new ResponseGrammar(octets, form);
        in.body(true);
        in.end();
    }

    private void end() {
        if (at != octets.length) {
            throw failure("leftover");
        }
    }

    private void body(boolean extended) {
        expect('(');
        if (peek() == '(') {
            while (peek() == '(') {
                body(extended);
            }
            space();
            string();
            if (extended) {
                space();
                parameters();
                dispositionLanguageLocation();
            }
        } else {
            single(extended);
        }
        expect(')');
    }

    private void single(boolean extended) {
        var type = string().toUpperCase(Locale.ROOT);
        space();
        var subtype = string().toUpperCase(Locale.ROOT);
        if (type.isEmpty() || subtype.isEmpty() || type.equals("MULTIPART")) {
            throw failure("no type");
        }
        space();
        parameters();
        space();
        nstring();
        space();
        nstring();
        space();
        if (string().isEmpty()) {
            throw failure("no encoding");
        }
        space();
        number();
        if (type.equals("TEXT")) {
            space();
            number();
        } else if (type.equals("MESSAGE") && nested(subtype)) {
            space();
            envelope();
            space();
            body(extended);
            space();
            number();
        }
        if (extended) {
            space();
            nstring();
            dispositionLanguageLocation();
        }
    }

    private boolean nested(String subtype) {
        return subtype.equals("RFC822") || (form == Form.REV2 && subtype.equals("GLOBAL"));
    }

    private void dispositionLanguageLocation() {
        space();
        if (peek() == '(') {
            expect('(');
            string();
            space();
            parameters();
            expect(')');
        } else {
            nil();
        }
        space();
        if (peek() == '(') {
            strings();
        } else {
            nstring();
        }
        space();
        nstring();
    }

    private void envelope() {
        expect('(');
        nstring();
        space();
        nstring();
        for (int i = 0; i < 6; i++) {
            space();
            addresses();
        }
        space();
        nstring();
        space();
        nstring();
        expect(')');
    }

    private void addresses() {
        if (peek() != '(') {
            nil();
            return;
        }
        expect('(');
        do {
            expect('(');
            nstring();
            space();
            nstring();
            space();
            nstring();
            space();
            nstring();
            expect(')');
        } while (peek() == '(');
        expect(')');
    }

    private void parameters() {
        if (peek() != '(') {
            nil();
        } else if (strings().size() % 2 != 0) {
            throw failure("a parameter without a value");
        }
    }

    private List<String> strings() {
        var strings = new ArrayList<String>();
        expect('(');
        strings.add(string());
        while (peek() == ' ') {
            space();
            strings.add(string());
        }
        expect(')');
        return strings;
    }

    private void nstring() {
        if (peek() == '"') {
            string();
        } else {
            nil();
        }
    }

    private void nil() {
        for (char c : "NIL".toCharArray()) {
            expect(c);
        }
    }

    private String string() {
        var text = new StringBuilder();
        expect('"');
        while (peek() != '"') {
            int c = peek();
            if (c == '\\') {
                at++;
                c = peek();
                if (c != '"' && c != '\\') {
                    throw failure("only quoted-specials are escaped");
                }
            }
            boolean utf8 = form != Form.ASCII && c < 0 && at < octets.length;
            if ((c <= 0 && !utf8) || c == '\r' || c == '\n') {
                throw failure("no TEXT-CHAR");
            }
            text.append((char) c);
            at++;
        }
        expect('"');
        return text.toString();
    }

    private void number() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start || at - start > 10) {
            throw failure("no number");
        }
    }

    private void space() {
        expect(' ');
    }

    private int peek() {
        return at < octets.length ? octets[at] : -1;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw failure("expected " + c);
        }
        at++;
    }

    private AssertionError failure(String reason) {
        var text = new String(octets, StandardCharsets.ISO_8859_1);
        var before = text.substring(Math.max(0, at - 60), Math.min(at, text.length()));
        var after = text.substring(Math.min(at, text.length()), Math.min(text.length(), at + 60));
        return new AssertionError(reason + " at " + at + ": " + before + " >>> " + after);
    }
}
