package org.bocau.imap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import org.bocau.mailbox.Flag;
import org.bocau.mailbox.Flags;
import org.bocau.net.WriteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes responses as they come; the connection collects them until they are flushed. Text reaches
 * the wire only through a method that knows its form: {@link #string}, {@link #mailbox}, {@link
 * #flags}. Owned by the session's thread.
 */
final class ImapWriter {
    private static final Flag[] FLAGS = Flag.values();

    /** What NUL becomes where it may not be. RFC 3501 §4.3. */
    private static final int NUL_REPLACED = 0x80;

    /** Lists of system flags as they are written, by their bits: what nearly all messages have. */
    private static final String[] PLAIN_FLAGS = plainFlags();

    private final WriteBuffer out;
    private boolean lineOpen;
    private boolean utf8;

    ImapWriter(WriteBuffer out) {
        this.out = out;
    }

    private static String[] plainFlags() {
        var lists = new String[1 << FLAGS.length];
        for (int bits = 0; bits < lists.length; bits++) {
            var list = new StringJoiner(" ", "(", ")");
            for (Flag flag : FLAGS) {
                if (flag.in(bits)) {
                    list.add(flag.text());
                }
            }
            lists[bits] = list.toString();
        }
        return lists;
    }

    /** From now on quoted strings and mailbox names are in UTF-8, or again not. RFC 6855 §3. */
    void utf8(boolean now) {
        utf8 = now;
    }

    /** ASCII that the grammar fixes; never text of a user. */
    ImapWriter raw(String ascii) throws IOException {
        out.ascii(ascii);
        lineOpen = true;
        return this;
    }

    /** Octets that are in wire form already: ENVELOPE, BODYSTRUCTURE. */
    ImapWriter raw(byte[] octets) throws IOException {
        out.write(octets);
        lineOpen = true;
        return this;
    }

    ImapWriter number(long n) throws IOException {
        out.number(n);
        lineOpen = true;
        return this;
    }

    ImapWriter crlf() throws IOException {
        raw("\r\n");
        lineOpen = false;
        return this;
    }

    /** A whole untagged line: {@code * text}. */
    ImapWriter untagged(String ascii) throws IOException {
        return raw("* ").raw(ascii).crlf();
    }

    /** {@code * OK [code] text}. */
    ImapWriter untaggedOk(ResponseCode code, String text) throws IOException {
        return untagged("OK " + code + " " + text);
    }

    /** The text of an alert is a user's: on one line, in UTF-8. RFC 3501 §7.1: must be shown. */
    ImapWriter alert(String text) throws IOException {
        String line = text.replaceAll("[\\p{IsControl}\\s]+", " ").strip();
        raw("* OK [ALERT] ").raw(line.getBytes(StandardCharsets.UTF_8));
        return crlf();
    }

    ImapWriter tagged(String tag, Completion completion) throws IOException {
        return raw(tag).raw(" ").raw(completion.line()).crlf();
    }

    /** {@code nstring}: quoted where that is possible, else a literal. */
    ImapWriter string(@Nullable String text) throws IOException {
        if (text == null) {
            return raw("NIL");
        }
        if (printable(text)) {
            return raw(quoted(text));
        }
        if (utf8 && text.chars().noneMatch(c -> c < 0x20 || c == 0x7f)) {
            return raw(quoted(text).getBytes(StandardCharsets.UTF_8));
        }
        byte[] octets = text.replace("\0", "").getBytes(StandardCharsets.UTF_8);
        return raw("{" + octets.length + "}\r\n").raw(octets);
    }

    /** {@code value = nstring / literal8}: octets that need not be text. RFC 5464 §5. */
    ImapWriter value(byte @Nullable [] octets) throws IOException {
        if (octets == null) {
            return raw("NIL");
        }
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        if (printable(text)) {
            return raw(quoted(text));
        }
        return raw(text.indexOf(0) < 0 ? "{" : "~{").number(octets.length).raw("}\r\n").raw(octets);
    }

    private static boolean printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** A mailbox name: INBOX and other plain ones bare, the rest quoted. */
    ImapWriter mailbox(String name) throws IOException {
        if (utf8 && name.chars().anyMatch(c -> c > 0x7e)) { // no controls: MailboxName
            return raw(quoted(name).getBytes(StandardCharsets.UTF_8));
        }
        return raw(astring(utf8 ? name : ModifiedUtf7.encode(name)));
    }

    /** An identifier of RFC 4314: an astring in UTF-8. */
    ImapWriter identifier(String text) throws IOException {
        boolean ascii = text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
        return ascii ? raw(astring(text)) : string(text);
    }

    /** An astring from printable ASCII, as short as may be; others become {@code ?}. */
    static String astring(String text) {
        boolean bare =
                !text.isEmpty()
                        && !text.equalsIgnoreCase("NIL")
                        && text.chars()
                                .allMatch(c -> c > 0x20 && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0);
        return bare ? text : quoted(text.replaceAll("[^\\x20-\\x7e]", "?"));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** {@code (\Seen $keyword \Recent)}. */
    ImapWriter flags(Flags flags, boolean recent) throws IOException {
        return flags(flags.system(), flags.keywords(), recent);
    }

    ImapWriter flags(int system, List<String> keywords, boolean recent) throws IOException {
        if (keywords.isEmpty() && !recent) {
            return raw(PLAIN_FLAGS[system]);
        }
        char before = '(';
        for (Flag flag : FLAGS) {
            if (flag.in(system)) {
                out.write(before);
                raw(flag.text());
                before = ' ';
            }
        }
        for (String keyword : keywords) {
            out.write(before);
            raw(keyword);
            before = ' ';
        }
        if (recent) {
            out.write(before);
            raw("\\Recent");
            before = ' ';
        }
        return raw(before == '(' ? "()" : ")");
    }

    /**
     * Writes <code>{size}</code> and then exactly {@code size} octets of {@code body}, never
     * holding it whole. NUL, which a literal cannot hold (RFC 3501 §4.3), becomes 0x80.
     *
     * @throws IOException also if {@code body} is shorter or cannot be read: the client now counts
     *     octets that will never come, so the only honest thing left is to close the connection
     */
    ImapWriter literal(long size, InputStream body) throws IOException {
        raw("{").number(size).raw("}\r\n");
        return octets(size, body, false);
    }

    /**
     * The same for octets in memory, which stay as they are.
     *
     * @param from inclusive
     * @param to exclusive
     */
    ImapWriter literal(byte[] body, int from, int to) throws IOException {
        raw("{").number(to - from).raw("}\r\n");
        int written = from;
        for (int i = from; i < to; i++) {
            if (body[i] == 0) {
                out.write(body, written, i - written);
                out.write(NUL_REPLACED);
                written = i + 1;
            }
        }
        out.write(body, written, to - written);
        return this;
    }

    /** The same as a literal8, in which NUL may be. RFC 3516 §7. */
    ImapWriter literal8(long size, InputStream body) throws IOException {
        raw("~{").number(size).raw("}\r\n");
        return octets(size, body, true);
    }

    private ImapWriter octets(long size, InputStream body, boolean nulAllowed) throws IOException {
        byte[] buffer = new byte[(int) Math.min(8192, size)];
        for (long left = size; left > 0; ) {
            int n = body.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw new IOException("literal ended " + left + " octets early");
            }
            for (int i = 0; i < n && !nulAllowed; i++) {
                if (buffer[i] == 0) {
                    buffer[i] = (byte) NUL_REPLACED;
                }
            }
            out.write(buffer, 0, n);
            left -= n;
        }
        return this;
    }

    /** True in the middle of a response: nothing but its rest can be written now. */
    boolean lineOpen() {
        return lineOpen;
    }
}
