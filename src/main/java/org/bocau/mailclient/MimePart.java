package org.bocau.mailclient;

import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParameterList;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.eclipse.angus.mail.imap.protocol.BODYSTRUCTURE;
import org.jspecify.annotations.Nullable;

/**
 * A node of a message's part tree, from BODYSTRUCTURE. Everything in it was written by the sender.
 *
 * @param section its number for BODY[…], RFC 3501 §6.4.5; empty for the multipart at the root
 * @param type {@code text/plain}, in lower case
 * @param encoding its Content-Transfer-Encoding, in lower case
 * @param octets its encoded size
 * @param filename decoded, or null; still as hostile as the sender likes
 * @param contentId without the angle brackets, or null
 * @param letter what a message/rfc822 part holds; null in all others
 */
public record MimePart(
        String section,
        String type,
        @Nullable String charset,
        boolean flowed,
        boolean delSp,
        String encoding,
        long octets,
        @Nullable String disposition,
        @Nullable String filename,
        @Nullable String contentId,
        List<MimePart> children,
        @Nullable EnclosedLetter letter) {
    private static final int MAX_DEPTH = 30;
    private static final int MAX_PARTS = 1000;

    /** The tree of a message; parts beyond the bounds are left out (T53). */
    public static MimePart of(BODYSTRUCTURE structure) {
        return of(structure, structure.isMulti() ? "" : "1", 0, new int[1]);
    }

    private static MimePart of(BODYSTRUCTURE at, String section, int depth, int[] count) {
        var children = new ArrayList<MimePart>();
        if (at.isMulti() && at.bodies != null && depth < MAX_DEPTH) {
            for (int i = 0; i < at.bodies.length && count[0]++ < MAX_PARTS; i++) {
                var number = section.isEmpty() ? "" + (i + 1) : section + "." + (i + 1);
                children.add(of(at.bodies[i], number, depth + 1, count));
            }
        }
        var filename = parameter(at.dParams, "filename");
        if (filename == null) filename = parameter(at.cParams, "name");
        return new MimePart(
                section,
                (at.type + "/" + at.subtype).toLowerCase(Locale.ROOT),
                parameter(at.cParams, "charset"),
                "flowed".equalsIgnoreCase(parameter(at.cParams, "format")),
                "yes".equalsIgnoreCase(parameter(at.cParams, "delsp")),
                at.encoding == null ? "7bit" : at.encoding.toLowerCase(Locale.ROOT),
                Math.max(0, at.size),
                at.disposition == null ? null : at.disposition.toLowerCase(Locale.ROOT),
                decoded(filename),
                bare(at.id),
                List.copyOf(children),
                letter(at, section, depth, count));
    }

    private static @Nullable EnclosedLetter letter(
            BODYSTRUCTURE at, String section, int depth, int[] count) {
        boolean whole = at.isNested() && at.bodies != null && at.bodies.length == 1;
        if (!whole || at.envelope == null || depth >= MAX_DEPTH || count[0]++ >= MAX_PARTS)
            return null;
        var inner = at.bodies[0];
        var number = inner.isMulti() ? section : section + ".1";
        return EnclosedLetter.of(at.envelope, of(inner, number, depth + 1, count));
    }

    private static @Nullable String parameter(@Nullable ParameterList parameters, String name) {
        return parameters == null ? null : parameters.get(name);
    }

    /** Many programs put encoded words where RFC 2231 forbids them. */
    private static @Nullable String decoded(@Nullable String filename) {
        if (filename == null || !filename.contains("=?")) return filename;
        try {
            return MimeUtility.decodeText(filename);
        } catch (UnsupportedEncodingException _) {
            return filename;
        }
    }

    private static @Nullable String bare(@Nullable String id) {
        if (id == null) return null;
        var stripped = id.strip();
        return stripped.startsWith("<") && stripped.endsWith(">")
                ? stripped.substring(1, stripped.length() - 1)
                : stripped;
    }

    public boolean isMultipart() {
        return type.startsWith("multipart/");
    }

    /** True where the part is meant to be kept as a file rather than read in place. */
    public boolean isAttachment() {
        if (isMultipart()) return false;
        if ("attachment".equals(disposition)) return true;
        boolean text = type.equals("text/plain") || type.equals("text/html");
        return !text || filename != null;
    }

    /** About how large it is once decoded. */
    public long decodedOctets() {
        return encoding.equals("base64") ? octets / 78 * 57 + octets % 78 * 57 / 78 : octets;
    }

    /** Calls for this part and all below it, in order; what an enclosed letter holds is its own. */
    public void walk(Consumer<MimePart> visit) {
        visit.accept(this);
        for (var child : children) child.walk(visit);
    }

    /** The part of this number, or null; enclosed letters are looked into. */
    public @Nullable MimePart find(String wanted) {
        if (section.equals(wanted)) return this;
        if (letter != null) return letter.root().find(wanted);
        for (var child : children) {
            var found = child.find(wanted);
            if (found != null) return found;
        }
        return null;
    }
}
