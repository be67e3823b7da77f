package org.bocau.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * Reads one command line from left to right. Methods are named after the grammar of RFC 5321 §4.1.2
 * and RFC 5234; each takes its element or throws the refusal. Pure.
 */
final class Cursor {
    private static final int MAX_PATH = 256; // RFC 5321 §4.5.3.1.3, brackets included
    private static final int MAX_DOMAIN = 255; // §4.5.3.1.2
    private static final int MAX_PARAMETERS = 20;

    private final String line;
    private int at;

    /**
     * @param line one character an octet
     */
    Cursor(String line) {
        this.line = line;
    }

    /** The command's name in upper case; empty when the line does not begin with a letter. */
    String verb() {
        int from = at;
        while (at < line.length() && isLetter(line.charAt(at))) {
            at++;
        }
        if (at < line.length() && !isBlank(line.charAt(at))) {
            throw SmtpRefusal.unknownCommand();
        }
        return line.substring(from, at).toUpperCase(Locale.ROOT);
    }

    /** 1*SP. The grammar has one; the oldest clients, and RFC 821 by its prose, send more. */
    Cursor sp() {
        int from = at;
        skipBlanks();
        if (at == from || atEnd()) {
            throw SmtpRefusal.syntax("Argument missing");
        }
        return this;
    }

    /** A word in any case. Liberal: Outlook puts a space after it (RFC 5321 §3.3 forbids it). */
    Cursor keyword(String word) {
        if (!line.regionMatches(true, at, word, 0, word.length())) {
            throw SmtpRefusal.syntax(word + " expected");
        }
        at += word.length();
        skipBlanks();
        return this;
    }

    /** Blanks before the line end are nothing (RFC 5321 §4.1.1); whatever else is left is wrong. */
    void end() {
        skipBlanks();
        if (!atEnd()) {
            throw SmtpRefusal.syntax("Unexpected text after the command");
        }
    }

    /** Domain or address-literal. Liberal: underscores, bare addresses, whatever prints. */
    String domainOrLiteral() {
        var name = visible();
        if (name.length() > MAX_DOMAIN || !name.chars().allMatch(Cursor::mayNameHost)) {
            throw SmtpRefusal.syntax("Not a host name");
        }
        return name;
    }

    /** Path / "&lt;&gt;". */
    ReversePath reversePath() {
        var path = path();
        return path.isEmpty()
                ? ReversePath.NULL
                : new ReversePath(address(path, "5.1.7"), isInternational(path));
    }

    /** "&lt;Postmaster&gt;" / Path; a source route is ignored (RFC 5321 §4.1.1.3, appendix C). */
    ForwardPath forwardPath() {
        var path = path();
        return path.equalsIgnoreCase("postmaster")
                ? ForwardPath.POSTMASTER
                : new ForwardPath(address(path, "5.1.3"), isInternational(path));
    }

    /** What stands between the brackets, without its source route. */
    private String path() {
        int from = at;
        boolean brackets = at < line.length() && line.charAt(at) == '<';
        int end = brackets ? closingBracket() : unbracketedEnd();
        var inside = line.substring(brackets ? from + 1 : from, end);
        at = brackets ? end + 1 : end;
        if (inside.chars().anyMatch(c -> c < ' ' || c == 0x7f)) { // RFC 5321 §4.1.2
            throw new SmtpRefusal(501, "5.5.2", "Invalid character");
        }
        if (at - from > MAX_PATH) {
            throw new SmtpRefusal(553, "5.1.3", "Path too long");
        }
        if (!atEnd() && !isBlank(line.charAt(at))) {
            throw SmtpRefusal.syntax("Unexpected text after the path");
        }
        return inside.startsWith("@") ? withoutRoute(inside) : inside;
    }

    private int closingBracket() {
        boolean quoted = false;
        for (int i = at + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        throw SmtpRefusal.syntax("> expected");
    }

    /** Liberal: an address without its brackets, as in the dialogues people learn SMTP from. */
    private int unbracketedEnd() {
        int end = at;
        while (end < line.length() && !isBlank(line.charAt(end))) {
            if (line.charAt(end) == '"') {
                throw SmtpRefusal.syntax("< expected");
            }
            end++;
        }
        if (end == at) {
            throw SmtpRefusal.syntax("Path expected");
        }
        return end;
    }

    /** A-d-l ":" Mailbox; A-d-l = At-domain *( "," At-domain ). */
    private static String withoutRoute(String path) {
        int colon = path.indexOf(':');
        if (colon < 0) {
            throw SmtpRefusal.syntax("Source route without a mailbox");
        }
        for (var hop : path.substring(0, colon).split(",", -1)) {
            if (hop.length() < 2 || hop.charAt(0) != '@') {
                throw SmtpRefusal.syntax("Not a source route");
            }
        }
        return path.substring(colon + 1);
    }

    private static EmailAddress address(String text, String status) {
        try {
            return EmailAddress.parse(utf8(text));
        } catch (IllegalArgumentException no) {
            throw new SmtpRefusal(553, status, "Mailbox syntax incorrect");
        }
    }

    /** *( SP esmtp-keyword [ "=" esmtp-value ] ); keywords in upper case, in order. */
    Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        skipBlanks();
        while (!atEnd()) {
            var keyword = esmtpKeyword();
            var value = "";
            if (at < line.length() && line.charAt(at) == '=') {
                at++;
                value = visible();
            }
            if (parameters.put(keyword, value) != null || parameters.size() > MAX_PARAMETERS) {
                throw SmtpRefusal.syntax("Parameter given twice");
            }
            skipBlanks();
        }
        return parameters;
    }

    private String esmtpKeyword() {
        int from = at;
        while (at < line.length()
                && (isLetter(line.charAt(at))
                        || isDigit(line.charAt(at))
                        || (line.charAt(at) == '-' && at > from))) {
            at++;
        }
        if (at == from || (!atEnd() && line.charAt(at) != '=' && !isBlank(line.charAt(at)))) {
            throw SmtpRefusal.syntax("Parameter expected");
        }
        return line.substring(from, at).toUpperCase(Locale.ROOT);
    }

    /**
     * String = Atom / Quoted-string, as text. Liberal: brackets around an address are taken off.
     */
    String string() {
        var text = utf8(visible());
        return text.startsWith("<") && text.endsWith(">")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    /** True when the SMTPUTF8 parameter of VRFY and EXPN follows. RFC 6531 §3.7.4.2. */
    boolean smtpUtf8() {
        return word("SMTPUTF8");
    }

    private boolean word(String word) {
        skipBlanks();
        boolean there = line.regionMatches(true, at, word, 0, word.length());
        at += there ? word.length() : 0;
        return there;
    }

    /** RFC 3030 §2: chunk-size. */
    long chunkSize() {
        return number(visible(), "BDAT takes a number of octets");
    }

    /** True when the end-marker of BDAT follows. RFC 3030 §2. */
    boolean last() {
        return word("LAST");
    }

    /** RFC 4422 §3.1: sasl-mech = 1*20mech-char. */
    String mechanism() {
        var name = visible().toUpperCase(Locale.ROOT);
        if (name.length() > 20
                || !name.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '-' || c == '_')) {
            throw SmtpRefusal.syntax("Not the name of a mechanism");
        }
        return name;
    }

    /** RFC 4954 §4: [SP initial-response]; "=" is one of no octets. */
    @Nullable String initialResponse() {
        skipBlanks();
        if (atEnd()) {
            return null;
        }
        var text = visible();
        return text.equals("=") ? "" : text;
    }

    /** All that is left, without the blanks around it. */
    String rest() {
        var rest = line.substring(at).strip();
        at = line.length();
        return rest;
    }

    /**
     * RFC 4954 §5: AUTH= takes the xtext of a mailbox or of {@code <>}. It is checked, so that no
     * control character hides in it, and not used: we trust nobody's word for another's login.
     */
    static void checkXtextMailbox(String xtext) {
        var text = new StringBuilder();
        for (int i = 0; i < xtext.length(); i++) {
            char c = xtext.charAt(i);
            if (c == '+') {
                int high = i + 2 < xtext.length() ? Character.digit(xtext.charAt(i + 1), 16) : -1;
                int low = high < 0 ? -1 : Character.digit(xtext.charAt(i + 2), 16);
                if (low < 0) {
                    throw SmtpRefusal.syntax("AUTH= is not xtext");
                }
                c = (char) (high * 16 + low);
                i += 2;
            }
            text.append(c);
        }
        if (!text.toString().equals("<>")) {
            address(text.toString(), "5.5.4");
        }
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** 1*VCHAR and octets above 127, up to a blank or the end. */
    private String visible() {
        int from = at;
        while (at < line.length() && line.charAt(at) > ' ' && line.charAt(at) != 0x7f) {
            at++;
        }
        if (at == from) {
            throw SmtpRefusal.syntax("Argument missing");
        }
        return line.substring(from, at);
    }

    /**
     * RFC 1870 §3, RFC 3030 §2: 1*20DIGIT; what no long holds is {@link Long#MAX_VALUE}.
     *
     * @param otherwise what the client is told when it is none
     */
    static long number(String digits, String otherwise) {
        if (digits.isEmpty() || digits.length() > 20 || !digits.chars().allMatch(Cursor::isDigit)) {
            throw SmtpRefusal.syntax(otherwise);
        }
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    static String utf8(String octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SmtpRefusal(501, "5.5.2", "Not UTF-8");
        }
    }

    private static boolean isInternational(String octets) {
        return octets.chars().anyMatch(c -> c > 0x7f);
    }

    private static boolean mayNameHost(int c) {
        return isLetter(c) || isDigit(c) || ".-_:[]%".indexOf(c) >= 0;
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private void skipBlanks() {
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
    }

    private boolean atEnd() {
        return at == line.length();
    }
}
