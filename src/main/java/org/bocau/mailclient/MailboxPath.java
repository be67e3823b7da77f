package org.bocau.mailclient;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox as it stands in a URL, as one path segment: its role ({@code inbox}, {@code sent}) or a
 * tilde and its name ({@code ~Work~2FClients}). In names everything but letters, digits, dash and
 * underscore is {@code ~} and two hex digits an octet of UTF-8, since slashes and percent signs do
 * not survive in paths.
 */
public record MailboxPath(String segment) {
    public static final MailboxPath INBOX = new MailboxPath("inbox");

    public static MailboxPath of(String name, @Nullable Role role) {
        if (role != null) return new MailboxPath(role.name().toLowerCase(Locale.ROOT));
        var out = new StringBuilder("~");
        name.codePoints()
                .forEach(c -> {
                    if (plain(c)) out.appendCodePoint(c);
                    else escape(c, out);
                });
        return new MailboxPath(out.toString());
    }

    private static boolean plain(int c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_';
    }

    private static void escape(int c, StringBuilder out) {
        for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            out.append('~').append(String.format("%02X", octet & 0xFF));
        }
    }

    /** The mailbox's name where the segment holds one; null where it is a role or malformed. */
    public @Nullable String name() {
        if (!segment.startsWith("~")) return null;
        var octets = new java.io.ByteArrayOutputStream();
        for (int i = 1; i < segment.length(); ) {
            int c = segment.codePointAt(i);
            if (c == '~') {
                if (i + 3 > segment.length()) return null;
                try {
                    octets.write(Integer.parseInt(segment.substring(i + 1, i + 3), 16));
                } catch (NumberFormatException _) {
                    return null;
                }
                i += 3;
            } else {
                octets.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
            }
        }
        return decoded(octets.toByteArray());
    }

    private static @Nullable String decoded(byte[] octets) {
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder();
            var name = decoder.decode(java.nio.ByteBuffer.wrap(octets)).toString();
            return name.isEmpty() || name.chars().anyMatch(Character::isISOControl) ? null : name;
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    @Override
    public String toString() {
        return segment;
    }
}
