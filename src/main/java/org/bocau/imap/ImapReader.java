package org.bocau.imap;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import org.bocau.mailbox.Namespaces;
import org.bocau.net.LineTooLongException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one command by the grammar of RFC 3501 §9; the methods have the names of its rules. Pulls
 * literals as it meets them, asking for the synchronizing ones only after all it read was good and
 * the size is allowed. What breaks the grammar is {@code BAD}; then {@link #resync} skips what the
 * client has sent of the command already. Owned by the session's thread.
 */
final class ImapReader {
    private static final int LONGEST_TAG = 256;
    private static final long LARGEST_NUMBER = 0xFFFF_FFFFL;
    private static final int MOST_RANGES = 10_000;

    private final ImapInput input;
    private ReaderLimits limits;
    private byte[] line = {};
    private int at;
    private int lineOctets;
    private int literalOctets;
    private int literals;
    private boolean utf8;

    ImapReader(ImapInput input, ReaderLimits limits) {
        this.input = input;
        this.limits = limits;
    }

    void limits(ReaderLimits now) {
        limits = now;
    }

    /** From now on mailbox names come in UTF-8, or again in modified UTF-7. RFC 6855 §3. */
    void utf8(boolean now) {
        utf8 = now;
    }

    /** Reads the first line of the next command. */
    void next() throws IOException {
        lineOctets = 0;
        literalOctets = 0;
        literals = 0;
        nextLine();
    }

    private void nextLine() throws IOException {
        at = 0;
        try {
            line = input.line(limits.line() - lineOctets);
        } catch (LineTooLongException tooLong) {
            line = tooLong.tail(); // for resync
            throw tooLong;
        }
        lineOctets += line.length;
    }

    /** The line as it came, one character an octet. */
    String text() {
        return new String(line, StandardCharsets.ISO_8859_1);
    }

    /** The tag of a line that was too long to be kept, or {@code *}. */
    static String tagOf(LineTooLongException tooLong) {
        byte[] head = tooLong.head();
        int end = 0;
        while (end < head.length && astringChar(head[end]) && head[end] != '+') {
            end++;
        }
        boolean whole = end > 0 && end < head.length && head[end] == ' ';
        return whole ? new String(head, 0, end, StandardCharsets.ISO_8859_1) : "*";
    }

    /**
     * After a refusal: skips the non-synchronizing literals, and what follows them, that the client
     * has sent without waiting, so that they are never taken for commands. RFC 7888 §4.
     *
     * @return false when that would be more than the limit: the connection must be closed
     */
    boolean resync() throws IOException {
        long budget = limits.discarded();
        var mark = LiteralMark.atEndOf(line);
        while (mark != null && !mark.synchronizing()) {
            budget -= mark.size();
            if (budget < 0) {
                return false;
            }
            discard(mark.size());
            skipLine();
            budget -= line.length;
            mark = LiteralMark.atEndOf(line);
        }
        return true;
    }

    private void skipLine() throws IOException {
        lineOctets = 0;
        try {
            nextLine();
        } catch (LineTooLongException tooLong) {
            line = tooLong.tail();
        }
    }

    private void discard(long octets) throws IOException {
        InputStream in = input.octets(octets);
        for (long left = octets; left > 0; ) {
            long skipped = in.skip(left);
            if (skipped == 0) {
                if (in.read() < 0) {
                    throw new EOFException("client left in the middle of a literal");
                }
                skipped = 1;
            }
            left -= skipped;
        }
    }

    // --- the line, strings ----------------------------------------------------------------------

    /** {@code tag = 1*<any ASTRING-CHAR except "+">}. */
    String tag() {
        int start = at;
        while (at < line.length && astringChar(line[at]) && line[at] != '+') {
            at++;
        }
        if (at == start || at - start > LONGEST_TAG) {
            throw ImapRefusal.bad("a command begins with a tag");
        }
        return ascii(start);
    }

    ImapReader sp() {
        return expect(' ');
    }

    /** The end of the command. Nothing may be done before this has been seen. */
    void crlf() {
        if (at < line.length) {
            throw ImapRefusal.bad("unexpected characters after the command");
        }
    }

    boolean atEnd() {
        return at == line.length;
    }

    /** The next octet, or -1 at the end of the line. */
    int peek() {
        return at < line.length ? line[at] & 0xff : -1;
    }

    ImapReader expect(char c) {
        if (peek() != c) {
            throw ImapRefusal.bad(c == ' ' ? "space expected" : "\"" + c + "\" expected");
        }
        at++;
        return this;
    }

    /** Takes the text if it comes next, in any case. */
    boolean takeIf(String text) {
        if (line.length - at < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.toUpperCase((char) (line[at + i] & 0xff))
                    != Character.toUpperCase(text.charAt(i))) {
                return false;
            }
        }
        at += text.length();
        return true;
    }

    /** {@code atom = 1*ATOM-CHAR}. */
    String atom() {
        int start = at;
        while (at < line.length && atomChar(line[at])) {
            at++;
        }
        if (at == start) {
            throw ImapRefusal.bad("atom expected");
        }
        return ascii(start);
    }

    /** A keyword of the grammar, in upper case: letters, digits, {@code . - + =}. */
    String word() {
        int start = at;
        while (at < line.length && wordChar(line[at])) {
            at++;
        }
        if (at == start) {
            throw ImapRefusal.bad("word expected");
        }
        return ascii(start).toUpperCase(Locale.ROOT);
    }

    private static boolean wordChar(byte b) {
        return (b >= 'A' && b <= 'Z')
                || (b >= 'a' && b <= 'z')
                || (b >= '0' && b <= '9')
                || ".-+=".indexOf(b) >= 0;
    }

    private static boolean atomChar(byte b) {
        return b > 0x20 && b < 0x7f && "(){%*\"\\]".indexOf(b) < 0;
    }

    private static boolean astringChar(byte b) {
        return atomChar(b) || b == ']';
    }

    private String ascii(int start) {
        return new String(line, start, at - start, StandardCharsets.ISO_8859_1);
    }

    /** {@code astring = 1*ASTRING-CHAR / string}. */
    byte[] astring() throws IOException {
        return astring(false);
    }

    private byte[] astring(boolean wildcards) throws IOException {
        if (peek() == '"' || peek() == '{') {
            return string();
        }
        int start = at;
        while (at < line.length
                && (astringChar(line[at]) || (wildcards && "%*".indexOf(line[at]) >= 0))) {
            at++;
        }
        if (at == start) {
            throw ImapRefusal.bad("string expected");
        }
        return Arrays.copyOfRange(line, start, at);
    }

    /** {@code string = quoted / literal}. */
    byte[] string() throws IOException {
        return switch (peek()) {
            case '"' -> quoted();
            case '{' -> literal();
            default -> throw ImapRefusal.bad("string expected");
        };
    }

    /** {@code nstring = string / nil}; null for NIL. */
    byte @Nullable [] nstring() throws IOException {
        return takeIf("NIL") ? null : string();
    }

    /** {@code value = nstring / literal8}; null for NIL. RFC 5464 §5. */
    byte @Nullable [] value() throws IOException {
        return peek() == '~' ? literal() : nstring();
    }

    // Liberal: octets above 127 are taken, for passwords and search texts in UTF-8 (RFC 3501 §4.3
    // wants a literal for them).
    private byte[] quoted() {
        expect('"');
        var text = new ByteArrayOutputStream();
        while (true) {
            int c = peek();
            at++;
            if (c == '"') {
                return text.toByteArray();
            }
            if (c == '\\') {
                c = peek();
                at++;
                if (c != '"' && c != '\\') {
                    throw ImapRefusal.bad("only \" and \\ may be quoted");
                }
            }
            if (c <= 0 || c == '\r' || c == '\n') {
                at = Math.min(at, line.length);
                throw ImapRefusal.bad("quoted string does not end");
            }
            text.write(c);
        }
    }

    private byte[] literal() throws IOException {
        LiteralMark mark = mark();
        literals++;
        if (mark.size() > limits.literal()
                || literalOctets + mark.size() > limits.literals()
                || literals > ReaderLimits.LITERALS) {
            throw ImapRefusal.bad(ResponseCode.TOOBIG, "literal is too big");
        }
        literalOctets += (int) mark.size();
        if (mark.synchronizing()) {
            input.invite();
        }
        byte[] octets = input.octets(mark.size()).readNBytes((int) mark.size());
        if (octets.length < mark.size()) {
            throw new EOFException("client left in the middle of a literal");
        }
        nextLine();
        if (!mark.binary() && hasNul(octets, octets.length)) {
            throw ImapRefusal.bad("NUL in a literal");
        }
        return octets;
    }

    private LiteralMark mark() {
        var mark = LiteralMark.atEndOf(line);
        if (mark == null || mark.start() != at) {
            throw ImapRefusal.bad("malformed literal");
        }
        return mark;
    }

    /**
     * {@code append-data = literal / literal8 / "UTF8" SP "(" literal8 ")"}, RFC 4466 §6, RFC 6855
     * §4: announced here, read by {@link MessageLiteral#receive} once the command has been found
     * allowed. Nothing else may be read meanwhile.
     */
    MessageLiteral messageLiteral() {
        boolean utf8 = takeIf("UTF8 (");
        LiteralMark mark = mark();
        if (utf8 && !mark.binary()) {
            throw ImapRefusal.bad("UTF8 needs a literal8");
        }
        return new MessageLiteral(this, mark, utf8);
    }

    /**
     * Streams an announced message to {@code out} and goes on with the line after it.
     *
     * @throws ImapRefusal NUL is in it: BAD in a literal, {@code NO [UNKNOWN-CTE]} in a literal8,
     *     since mailboxes here hold none (RFC 3516 §4.4)
     */
    void receive(LiteralMark mark, OutputStream out) throws IOException {
        if (mark.synchronizing()) {
            input.invite();
        }
        InputStream in = input.octets(mark.size());
        byte[] buffer = new byte[16 * 1024];
        boolean nul = false;
        for (long left = mark.size(); left > 0; ) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw new EOFException("client left in the middle of a message");
            }
            nul = nul || hasNul(buffer, n);
            out.write(buffer, 0, n);
            left -= n;
        }
        nextLine();
        if (nul) {
            throw mark.binary()
                    ? ImapRefusal.no(ResponseCode.UNKNOWN_CTE, "Mailboxes here hold no NUL octets")
                    : ImapRefusal.bad("NUL in a literal");
        }
    }

    private static boolean hasNul(byte[] octets, int length) {
        for (int i = 0; i < length; i++) {
            if (octets[i] == 0) { // CHAR8 = %x01-ff
                return true;
            }
        }
        return false;
    }

    /** An astring in UTF-8: user names, passwords. */
    String astringUtf8() throws IOException {
        return decoded(astring(), StandardCharsets.UTF_8);
    }

    /**
     * @throws ImapRefusal BAD when the octets are not of that charset
     */
    static String decoded(byte[] octets, Charset charset) {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException malformed) {
            throw ImapRefusal.bad("text is not " + charset.name());
        }
    }

    /**
     * {@code mailbox}, in the form that names have here.
     *
     * @throws ImapRefusal {@code NO [CANNOT]}: not modified UTF-7; BAD: not UTF-8
     */
    String mailbox() throws IOException {
        return Namespaces.canonical(mailboxAsWritten());
    }

    /** The same in the client's own spelling, of which OLDNAME reminds it. RFC 9051 §6.3.9.7. */
    String mailboxAsWritten() throws IOException {
        return MailboxNames.decode(astring(false), utf8);
    }

    /**
     * {@code list-mailbox}, with wildcards. Liberal: also taken for LIST's reference, where some
     * write {@code LIST * *}. One that is not modified UTF-7 is no error but names nothing
     * (imaptest: atoms).
     */
    String listMailbox() throws IOException {
        return MailboxNames.decodePattern(astring(true), utf8);
    }

    // --- numbers, sets, dates -------------------------------------------------------------------

    /** {@code number}: 0 to 2^32-1. */
    long number() {
        long number = modSequence();
        if (number <= LARGEST_NUMBER) {
            return number;
        }
        throw ImapRefusal.bad("number is too large");
    }

    /** {@code mod-sequence-valzer}: 0 to 2^63-1. RFC 7162 §7. */
    long modSequence() {
        int start = at;
        while (at < line.length && line[at] >= '0' && line[at] <= '9') {
            at++;
        }
        try {
            return Long.parseLong(ascii(start));
        } catch (NumberFormatException none) {
            throw ImapRefusal.bad("number expected");
        }
    }

    /** {@code nz-number}: 1 to 2^32-1. */
    long nzNumber() {
        long number = number();
        if (number > 0) {
            return number;
        }
        throw ImapRefusal.bad("number must not be 0");
    }

    /** {@code sequence-set}, or {@code $} alone (RFC 5182 §5). */
    SequenceSet sequenceSet() {
        if (takeIf("$")) {
            return SequenceSet.SAVED;
        }
        long[] pairs = new long[16];
        int used = 0;
        do {
            if (used == 2 * MOST_RANGES) {
                throw ImapRefusal.bad("too many ranges");
            }
            if (used == pairs.length) {
                pairs = Arrays.copyOf(pairs, 2 * used);
            }
            long first = seqNumber();
            pairs[used++] = first;
            pairs[used++] = takeIf(":") ? seqNumber() : first;
        } while (takeIf(","));
        return new SequenceSet(Arrays.copyOf(pairs, used));
    }

    private long seqNumber() {
        return takeIf("*") ? SequenceSet.STAR : nzNumber();
    }

    /** {@code seq-number} or {@code uniqueid}: one message. */
    MessageSet messageNumber(Numbering numbering) {
        long number = seqNumber();
        return new MessageSet(numbering, new SequenceSet(new long[] {number, number}));
    }

    MessageSet messageSet(Numbering numbering) {
        return new MessageSet(numbering, sequenceSet());
    }

    /** {@code date-time}, in quotes. */
    Instant dateTime() {
        return ImapDates.parseDateTime(new String(quoted(), StandardCharsets.ISO_8859_1));
    }

    /** {@code date = date-text / DQUOTE date-text DQUOTE}. */
    LocalDate date() {
        return ImapDates.parseDate(
                peek() == '"' ? new String(quoted(), StandardCharsets.ISO_8859_1) : atom());
    }
}
