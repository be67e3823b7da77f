package org.bocau.compose;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.bocau.mailclient.Correspondent;
import org.bocau.message.HeaderSection;
import org.jspecify.annotations.Nullable;

/**
 * Where the author and the mailing list want answers.
 *
 * @param post the list's address, RFC 2369 §3.4; empty if it is no list's message
 * @param followUp Mail-Followup-To: everybody an answer to all should go to; empty where not said
 */
record ListFields(List<Correspondent> post, List<Correspondent> followUp) {
    private static final Pattern MAILTO = Pattern.compile("<mailto:([^>?\\s]{3,320})[^>]*>");
    private static final int MAX_FOLLOW_UP = 50;

    static ListFields of(HeaderSection header) {
        return new ListFields(
                post(value(header, "List-Post")), followUp(value(header, "Mail-Followup-To")));
    }

    private static @Nullable String value(HeaderSection header, String name) {
        var all = header.all(name);
        return all.isEmpty() ? null : all.getFirst().value();
    }

    private static List<Correspondent> post(@Nullable String field) {
        if (field == null) return List.of();
        var address = MAILTO.matcher(field);
        if (!address.find()) return List.of();
        return addresses(Mailto.form("mailto:" + address.group(1)).to());
    }

    private static List<Correspondent> followUp(@Nullable String field) {
        var all = addresses(field == null ? "" : field);
        return all.subList(0, Math.min(all.size(), MAX_FOLLOW_UP));
    }

    private static List<Correspondent> addresses(String field) {
        try {
            return Correspondent.of(InternetAddress.parseHeader(field, false));
        } catch (AddressException _) {
            return List.of();
        }
    }
}
