package org.bocau.account;

import java.util.List;

/**
 * An edit is refused, and the person who made it is told at which field and why. Not a bug, so no
 * stack trace; the transaction it leaves is rolled back.
 */
public final class FieldRefusal extends RuntimeException {
    private final String field;
    private final String messageKey;
    private final transient List<Object> arguments;

    /**
     * @param field name of the form's field; empty when the whole form is meant
     * @param messageKey key in the message bundles, {@code refusal.…}
     * @param arguments of the message, in its order
     */
    public FieldRefusal(String field, String messageKey, Object... arguments) {
        super(field + ": " + messageKey + " " + List.of(arguments), null, false, false);
        this.field = field;
        this.messageKey = messageKey;
        this.arguments = List.of(arguments);
    }

    public String field() {
        return field;
    }

    public String messageKey() {
        return messageKey;
    }

    public List<Object> arguments() {
        return arguments;
    }

    /** Two people edited one row, and the other one was first. */
    static FieldRefusal edited() {
        return new FieldRefusal("", "refusal.edited");
    }

    static FieldRefusal addressTaken(String address) {
        return new FieldRefusal("address", "refusal.address.taken", address);
    }
}
