package org.bocau.message;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * The header fields that mail programs ask for to list messages: Thunderbird, mutt, Roundcube, K-9,
 * mbsync and others in their HEADER.FIELDS. Less than half of a usual header (no Received, no
 * signatures), so the store keeps them apart and more messages fit into memory.
 */
public final class UsualFields {
    /** Whoever adds one must make the stored ones null, or what they lack is missed. */
    private static final Set<String> NAMES =
            Set.of(
                    "bcc",
                    "cc",
                    "content-class",
                    "content-description",
                    "content-type",
                    "date",
                    "delivered-to",
                    "disposition-notification-to",
                    "followup-to",
                    "from",
                    "importance",
                    "in-reply-to",
                    "lines",
                    "list-id",
                    "list-post",
                    "list-subscribe",
                    "list-unsubscribe",
                    "mail-followup-to",
                    "mail-reply-to",
                    "message-id",
                    "mime-version",
                    "newsgroups",
                    "priority",
                    "references",
                    "reply-to",
                    "return-receipt-to",
                    "sender",
                    "subject",
                    "to",
                    "x-chat-version",
                    "x-k9mail-identity",
                    "x-label",
                    "x-offlineimap",
                    "x-original-to",
                    "x-priority",
                    "x-tuid");

    private static final HeaderSelection SELECTION = HeaderSelection.only(NAMES);

    private UsualFields() {}

    /** True when {@link #of} keeps all fields of these names, in any case. */
    public static boolean include(Collection<String> names) {
        return names.stream().allMatch(name -> NAMES.contains(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * The octets of these fields, in the message's order, and the empty line.
     *
     * @param header with or without its empty line
     */
    public static byte[] of(byte[] header) {
        return SELECTION.of(header);
    }
}
