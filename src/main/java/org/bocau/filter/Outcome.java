package org.bocau.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a script has come to.
 *
 * @param actions what is to be done, in this order; nothing discards
 * @param failure why it could not go on; then the message is kept
 */
public record Outcome(List<Action> actions, @Nullable Failure failure) {
    static Outcome of(List<Action> actions) {
        return new Outcome(List.copyOf(actions), null);
    }

    static Outcome failed(Failure failure) {
        return new Outcome(List.of(Action.Keep.PLAIN), failure);
    }
}
