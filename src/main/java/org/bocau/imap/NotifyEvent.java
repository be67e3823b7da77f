package org.bocau.imap;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code event} of NOTIFY. RFC 5465 §5, §8. */
enum NotifyEvent {
    MESSAGE_NEW("MessageNew"),
    MESSAGE_EXPUNGE("MessageExpunge"),
    FLAG_CHANGE("FlagChange"),
    MAILBOX_NAME("MailboxName"),
    SUBSCRIPTION_CHANGE("SubscriptionChange"),
    MAILBOX_METADATA_CHANGE("MailboxMetadataChange"),
    SERVER_METADATA_CHANGE("ServerMetadataChange");

    /** {@code message-event}. */
    static final Set<NotifyEvent> OF_MESSAGES =
            EnumSet.of(MESSAGE_NEW, MESSAGE_EXPUNGE, FLAG_CHANGE);

    /** RFC 5464 changes. */
    static final Set<NotifyEvent> OF_METADATA =
            EnumSet.of(MAILBOX_METADATA_CHANGE, SERVER_METADATA_CHANGE);

    private final String text;

    NotifyEvent(String text) {
        this.text = text;
    }

    /** Null for one that is not known here, AnnotationChange among them. */
    static @Nullable NotifyEvent named(String name) {
        for (NotifyEvent event : values()) {
            if (event.text.equalsIgnoreCase(name)) {
                return event;
            }
        }
        return null;
    }

    /** {@code [BADEVENT (…)]}: all that can be asked for. RFC 5465 §3.1. */
    static ResponseCode badEvent() {
        String all = Arrays.stream(values()).map(e -> e.text).collect(Collectors.joining(" "));
        return new ResponseCode("BADEVENT (" + all + ")");
    }
}
