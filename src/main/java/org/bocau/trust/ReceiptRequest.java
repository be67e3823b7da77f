package org.bocau.trust;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderAddress;
import org.bocau.message.HeaderSection;
import org.jspecify.annotations.Nullable;

/**
 * That a letter asks to be told when it is displayed. RFC 8098 §2. Everything in it was written by
 * the sender.
 *
 * @param to who is to be told
 * @param certain the letter came from that address, so that it may be told without asking the
 *     reader
 */
public record ReceiptRequest(EmailAddress to, boolean certain) {
    private static final Set<String> TO_MANY = Set.of("bulk", "list", "junk");

    /**
     * Null where nothing is asked, or by somebody who is not answered: lists and programs, several
     * at once, who wants options that nobody here knows.
     */
    public static @Nullable ReceiptRequest of(HeaderSection header) {
        var fields = header.all("Disposition-Notification-To");
        if (fields.size() != 1 || isToMany(header) || wantsMore(header)) return null;
        var addresses = HeaderAddress.list(fields.getFirst().value());
        if (addresses.size() != 1) return null;
        var to = addresses.getFirst().emailAddress().orElse(null);
        var back = returnPath(header);
        if (to == null || "".equals(back)) return null;
        return new ReceiptRequest(to, back != null && back.equals(to.toString()));
    }

    private static boolean isToMany(HeaderSection header) {
        return List.of("List-Id", "List-Unsubscribe", "List-Post").stream().anyMatch(header::has)
                || header.all("Precedence").stream()
                        .anyMatch(field -> TO_MANY.contains(lower(field)))
                || header.all("Auto-Submitted").stream()
                        .anyMatch(field -> !lower(field).startsWith("no"));
    }

    private static String lower(HeaderSection.Field field) {
        return field.value().strip().toLowerCase(Locale.ROOT);
    }

    /** RFC 8098 §2.2: who does not know a required option must not say that it was displayed. */
    private static boolean wantsMore(HeaderSection header) {
        return header.all("Disposition-Notification-Options").stream()
                .anyMatch(field -> lower(field).matches("(?s).*=\\s*required\\b.*"));
    }

    /** Where the letter came from; empty where nobody wants an answer, null where nobody says. */
    private static @Nullable String returnPath(HeaderSection header) {
        var fields = header.all("Return-Path");
        if (fields.size() != 1) return null;
        var value = fields.getFirst().value().strip();
        if (value.equals("<>")) return "";
        try {
            return EmailAddress.parse(value.replaceFirst("^<(.*)>$", "$1")).toString();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
