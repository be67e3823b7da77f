package org.bocau.mailauth;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bocau.message.HeaderSection;

/**
 * Signs what our users send, and our own notices. RFC 6376 §5, RFC 8301, RFC 8463: relaxed/relaxed,
 * one signature for each key of the author's domain.
 */
public final class DkimSigner {
    /** The field a signature is in. */
    public static final String FIELD = Dkim.FIELD;

    /** §5.4.1; one-click unsubscription counts only when it is signed. */
    private static final List<String> SIGNED =
            List.of(
                    "From",
                    "Sender",
                    "Reply-To",
                    "To",
                    "Cc",
                    "Subject",
                    "Date",
                    "Message-ID",
                    "In-Reply-To",
                    "References",
                    "MIME-Version",
                    "Content-Type",
                    "Content-Transfer-Encoding",
                    "List-Unsubscribe",
                    "List-Unsubscribe-Post");

    /**
     * Named once more than they are there, so that nobody can add one on the way (§8.15). Not
     * Sender nor what lists add: those who forward may do that.
     */
    private static final Set<String> OVERSIGNED =
            Set.of(
                    "From",
                    "Reply-To",
                    "To",
                    "Cc",
                    "Subject",
                    "Date",
                    "Message-ID",
                    "MIME-Version",
                    "Content-Type",
                    "Content-Transfer-Encoding");

    private static final int LINE = 72; // characters of base64 on a line

    private final Clock clock;

    public DkimSigner(Clock clock) {
        this.clock = clock;
    }

    /**
     * Reads the body once.
     *
     * @param header as it will leave, without trace fields
     * @param body the octets below it; their line ends are CRLF
     * @param keys of one domain; none make no signature
     * @return fields to put on top, each with its line ends but the last
     */
    public List<String> sign(HeaderSection header, Body body, List<SigningKey> keys)
            throws IOException {
        return keys.isEmpty() ? List.of() : sign(header, bodyHash(body), keys);
    }

    /** Reads the body once, for any number of header sections above it. */
    public byte[] bodyHash(Body body) throws IOException {
        var demand = new BodyHashes.Demand(Canonicalization.RELAXED, Long.MAX_VALUE);
        return BodyHashes.of(List.of(demand), body).hash(demand);
    }

    /**
     * As {@link #sign(HeaderSection, Body, List)}.
     *
     * @param bodyHash as {@link #bodyHash} gave it
     */
    public List<String> sign(HeaderSection header, byte[] bodyHash, List<SigningKey> keys) {
        var names = names(header);
        return keys.stream().map(key -> sign(header, names, bodyHash, key)).toList();
    }

    private static List<String> names(HeaderSection header) {
        var names = new ArrayList<String>();
        for (var name : SIGNED) {
            int times = header.all(name).size() + (OVERSIGNED.contains(name) ? 1 : 0);
            for (int i = 0; i < times; i++) {
                names.add(name);
            }
        }
        return names;
    }

    private String sign(HeaderSection header, List<String> names, byte[] bodyHash, SigningKey key) {
        var unsigned =
                Dkim.FIELD
                        + ": v=1; a="
                        + key.algorithm()
                        + "; c=relaxed/relaxed;\r\n"
                        + "\td="
                        + key.domain()
                        + "; s="
                        + key.selector()
                        + "; t="
                        + clock.instant().getEpochSecond()
                        + ";\r\n"
                        + "\th="
                        + String.join(":\r\n\t ", grouped(names))
                        + ";\r\n"
                        + "\tbh="
                        + Base64.getEncoder().encodeToString(bodyHash)
                        + ";\r\n"
                        + "\tb=";
        var signed = header(header, names) + Canonicalization.RELAXED.header(unsigned);
        byte[] octets = Canonicalization.octets(FieldText.withoutLineEnd(signed));
        var value =
                Base64.getEncoder().encodeToString(key.algorithm().sign(key.privateKey(), octets));
        return unsigned + String.join("\r\n\t ", cut(value));
    }

    /** §5.4.2: from the bottom up, as {@link DkimSignature#signedHeader} picks them. */
    private static String header(HeaderSection header, List<String> names) {
        var text = new StringBuilder();
        String before = "";
        int left = 0;
        for (var name : names) {
            var fields = header.all(name);
            left = name.equals(before) ? left - 1 : fields.size();
            before = name;
            if (left > 0) {
                text.append(Canonicalization.RELAXED.header(FieldText.of(fields.get(left - 1))));
            }
        }
        return text.toString();
    }

    /** Names joined by colons, a line at a time. */
    private static List<String> grouped(List<String> names) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var name : names) {
            if (line.length() + name.length() > LINE) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : ":").append(name.toLowerCase(Locale.ROOT));
        }
        lines.add(line.toString());
        return lines;
    }

    private static List<String> cut(String base64) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < base64.length(); i += LINE) {
            lines.add(base64.substring(i, Math.min(i + LINE, base64.length())));
        }
        return lines;
    }
}
