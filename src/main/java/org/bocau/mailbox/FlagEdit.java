package org.bocau.mailbox;

/**
 * How STORE changes flags. RFC 3501 §6.4.6.
 *
 * @param flags those that {@code within} allows to set
 * @param within whoever edits may set no other flags: REPLACE leaves these as they are (RFC 4314
 *     §4)
 */
public record FlagEdit(Action action, Flags flags, Rights within) {
    public enum Action {
        REPLACE,
        ADD,
        REMOVE
    }

    public FlagEdit {
        flags = within.settable(flags);
    }

    public FlagEdit(Action action, Flags flags) {
        this(action, flags, Rights.ALL);
    }
}
