package org.bocau.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the sender wants to be told of one recipient: the NOTIFY parameter of RCPT. RFC 3461 §4.1.
 *
 * @param given the parameter was there; one that was not is not passed on either (§5.2.1)
 */
public record Notify(boolean given, boolean success, boolean failure, boolean delay) {
    /** Nothing was said: failures and delays are told, successes are not. */
    public static final Notify DEFAULT = new Notify(false, false, true, true);

    /** Whatever becomes of it, nothing is told. */
    public static final Notify NEVER = new Notify(true, false, false, false);

    /**
     * Reads the parameter's value, in any case; the empty one stands for {@link #DEFAULT}.
     *
     * @throws IllegalArgumentException it is neither NEVER alone nor a list of the others, each
     *     once: {@code 501 5.5.4}
     */
    public static Notify parse(String value) {
        var upper = value.toUpperCase(Locale.ROOT);
        if (upper.isEmpty()) {
            return DEFAULT;
        }
        if (upper.equals("NEVER")) {
            return NEVER;
        }
        var wanted = List.of(upper.split(",", -1));
        if (!List.of("SUCCESS", "FAILURE", "DELAY").containsAll(wanted)
                || wanted.stream().distinct().count() != wanted.size()) {
            throw new IllegalArgumentException("no value of NOTIFY");
        }
        return new Notify(
                true,
                wanted.contains("SUCCESS"),
                wanted.contains("FAILURE"),
                wanted.contains("DELAY"));
    }

    /** The parameter's value as {@link #parse} reads it. */
    @Override
    public String toString() {
        if (!given) {
            return "";
        }
        var wanted = new ArrayList<String>();
        if (success) {
            wanted.add("SUCCESS");
        }
        if (failure) {
            wanted.add("FAILURE");
        }
        if (delay) {
            wanted.add("DELAY");
        }
        return wanted.isEmpty() ? "NEVER" : String.join(",", wanted);
    }
}
