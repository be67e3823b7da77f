package org.bocau.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery status notification says about each recipient. RFC 3464; read from reports of any
 * quality, as other systems write them.
 */
public final class DeliveryStatus {
    private static final int MOST_OCTETS = 64 * 1024;
    private static final int MOST_RECIPIENTS = 1000;

    private DeliveryStatus() {}

    /**
     * One recipient's fate, RFC 3464 §2.3.
     *
     * @param address the one the message was first sent to, where the report names it, else the one
     *     it was last tried with; null when neither can be read
     * @param action {@code failed}, {@code delayed}, {@code delivered}, {@code relayed}, {@code
     *     expanded}, in small letters
     * @param status {@code 5.1.1}; empty when there is none
     */
    public record Recipient(@Nullable EmailAddress address, String action, String status) {
        public boolean failed() {
            return action.equals("failed");
        }

        /**
         * True when it was for what the message is, how large, or who wrote it: another one may
         * well arrive. RFC 3463 §3.3, §3.4, §3.7, §3.8, RFC 7372.
         */
        public boolean aboutTheMessage() {
            return status.matches("[45]\\.(?:[67]\\.\\d+|2\\.3|3\\.4)");
        }
    }

    /**
     * @param parsed what {@link MimeParser} has read of {@code octets}
     * @return empty when the message is no such report; at most {@value #MOST_RECIPIENTS}
     *     recipients of the first 64 KiB
     * @throws IOException the spool cannot be read
     */
    public static Optional<List<Recipient>> read(ParsedMessage parsed, Spool octets)
            throws IOException {
        var part = statusPart(parsed.root());
        if (part == null) {
            return Optional.empty();
        }
        long end = Math.min(part.bodyEnd(), part.bodyStart() + MOST_OCTETS);
        byte[] text;
        try (var in = ContentDecoder.decode(octets.open(part.bodyStart(), end), part.encoding())) {
            text = in.readNBytes(MOST_OCTETS);
        }
        var recipients = new ArrayList<Recipient>();
        for (var group : groups(text)) {
            var recipient = recipient(HeaderBlock.parse(group));
            if (recipient != null && recipients.size() < MOST_RECIPIENTS) {
                recipients.add(recipient);
            }
        }
        return Optional.of(recipients);
    }

    /** RFC 6522 §3: the second part of a multipart/report; RFC 6533 has one in UTF-8. */
    private static @Nullable Part statusPart(Part root) {
        if (!root.multipart() || !root.subtype().equals("report")) {
            return null;
        }
        for (var child : root.children()) {
            if (child.type().equals("message")
                    && (child.subtype().equals("delivery-status")
                            || child.subtype().equals("global-delivery-status"))) {
                return child;
            }
        }
        return null;
    }

    /** Fields of the message, then of each recipient, with empty lines between them. */
    private static List<byte[]> groups(byte[] text) {
        var groups = new ArrayList<byte[]>();
        var group = new ByteArrayOutputStream();
        int start = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i < text.length && text[i] != '\n') {
                continue;
            }
            int end = Math.min(i + 1, text.length);
            if (blank(text, start, end)) {
                if (group.size() > 0) {
                    groups.add(group.toByteArray());
                    group.reset();
                }
            } else {
                group.write(text, start, end - start);
            }
            start = end;
        }
        if (group.size() > 0) {
            groups.add(group.toByteArray());
        }
        return groups;
    }

    private static boolean blank(byte[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Recipient recipient(HeaderBlock fields) {
        var action = ContentType.withoutComments(fields.value("Action")).strip();
        if (action.isEmpty()) {
            return null; // the fields of the message as a whole
        }
        var address = address(fields.value("Original-Recipient"));
        if (address == null) {
            address = address(fields.value("Final-Recipient"));
        }
        var status = ContentType.withoutComments(fields.value("Status")).strip();
        return new Recipient(
                address,
                action.toLowerCase(Locale.ROOT),
                status.matches("[245]\\.\\d{1,3}\\.\\d{1,3}") ? status : "");
    }

    /** {@code rfc822;address} or {@code utf-8;address}: not xtext any more, RFC 3464 §2.3.1. */
    private static @Nullable EmailAddress address(String value) {
        int semicolon = value.indexOf(';');
        if (semicolon < 0) {
            return null;
        }
        var text = value.substring(semicolon + 1).strip();
        if (text.startsWith("<") && text.endsWith(">")) {
            text = text.substring(1, text.length() - 1);
        }
        try {
            return EmailAddress.parse(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
