package org.bocau.mailclient;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a mailbox is for (RFC 6154), in the order the folder list shows them. */
public enum Role {
    INBOX("\\Inbox", "inbox", "inbox"),
    SNOOZED("\\Snoozed", "clock", "snoozed"),
    DRAFTS("\\Drafts", "pencil", "drafts"),
    SENT("\\Sent", "send", "sent|sent messages|sent items|sent mail"),
    SCHEDULED("\\Scheduled", "calendar-clock", "scheduled"),
    ARCHIVE("\\Archive", "archive", "archive|archives"),
    JUNK("\\Junk", "shield-alert", "junk|spam|junk e-mail|bulk mail"),
    TRASH("\\Trash", "trash-2", "trash|deleted messages|deleted items|bin");

    private final String attribute;
    private final String icon;
    private final String usualNames;

    Role(String attribute, String icon, String usualNames) {
        this.attribute = attribute;
        this.icon = icon;
        this.usualNames = usualNames;
    }

    /** What a mailbox with this role is called when we make it. */
    public String usualName() {
        var first = usualNames.split("\\|")[0];
        return first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1);
    }

    /** Its symbol in the icon sprite. */
    public String icon() {
        return icon;
    }

    /** Lower case, for message keys and URLs. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role a server gives by attribute; null if none. */
    public static @Nullable Role byAttribute(String[] attributes) {
        for (var role : values()) {
            if (Arrays.stream(attributes).anyMatch(role.attribute::equalsIgnoreCase)) return role;
        }
        return null;
    }

    /** The role that programs without RFC 6154 give a mailbox of this name; null if none. */
    public static @Nullable Role byName(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        for (var role : values()) {
            if (Arrays.asList(role.usualNames.split("\\|")).contains(lower)) return role;
        }
        return null;
    }
}
