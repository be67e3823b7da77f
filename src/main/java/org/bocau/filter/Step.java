package org.bocau.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command that is known and has what it needs. RFC 5228 §3, §4. */
sealed interface Step {
    /** {@code if}, and what else there is when it does not hold. */
    record If(Condition condition, List<Step> then, List<Step> otherwise) implements Step {}

    record Stop() implements Step {}

    /**
     * @param flags null: those the script has set by then
     */
    record Keep(@Nullable List<String> flags) implements Step {}

    record FileInto(String mailbox, boolean copy, boolean create, @Nullable List<String> flags)
            implements Step {}

    /**
     * @param address may have variables
     */
    record Redirect(String address, boolean copy) implements Step {}

    record Discard() implements Step {}

    /**
     * RFC 5232 §3.
     *
     * @param variable whose value is changed; null: the flags of what is filed
     */
    record ChangeFlags(Change change, @Nullable String variable, List<String> flags)
            implements Step {
        enum Change {
            SET,
            ADD,
            REMOVE
        }
    }

    /**
     * As it was written; strings may have variables.
     *
     * @param from null: nothing was said
     */
    record Vacation(
            long seconds,
            String subject,
            String text,
            boolean mime,
            @Nullable String from,
            List<String> addresses,
            String handle)
            implements Step {}

    /** {@code reject} and {@code ereject}. RFC 5429. */
    record Reject(String reason) implements Step {}

    /** RFC 5229 §4. */
    record SetVariable(String name, String value, List<Modifier> modifiers) implements Step {}
}
