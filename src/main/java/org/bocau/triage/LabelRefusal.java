package org.bocau.triage;

/** A label cannot be made or changed so; nothing was. */
public final class LabelRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** No name, or too long a one. */
        NAME,
        /** Another label has this name. */
        TAKEN,
        /** There are {@value Labels#MOST} already. */
        TOO_MANY
    }

    private final Reason reason;

    LabelRefusal(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
