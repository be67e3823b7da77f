package org.bocau.mailbox;

/** How STORE changes flags. RFC 3501 §6.4.6. */
public record FlagEdit(Action action, Flags flags) {
    public enum Action {
        REPLACE,
        ADD,
        REMOVE
    }
}
