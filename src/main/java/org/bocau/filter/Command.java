package org.bocau.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command or a test as the grammar has it, before anybody knows what it means. RFC 5228 §8.2.
 *
 * @param name lower case
 * @param block null where a semicolon stood; always null of a test
 */
record Command(
        String name,
        List<Argument> arguments,
        List<Command> tests,
        @Nullable List<Command> block,
        int line) {
    /** What stands between a name and its end. */
    sealed interface Argument {
        /** Without the colon, lower case. */
        record Tag(String name, int line) implements Argument {}

        record Amount(long value) implements Argument {}

        /** One string, or a list of them. */
        record Strings(List<String> values, boolean list) implements Argument {}
    }
}
