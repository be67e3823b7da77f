package org.bocau.filter;

import java.util.Arrays;
import java.util.List;

/**
 * A Sieve script that can be run. Immutable, for any thread. RFC 5228, and what {@link Extension}
 * names.
 */
public final class Script {
    /** Characters of the longest script. */
    public static final int LONGEST = 100_000;

    /** Does nothing, so that everything is kept. */
    public static final Script EMPTY = new Script(List.of());

    private final List<Step> steps;

    private Script(List<Step> steps) {
        this.steps = steps;
    }

    /**
     * @throws ScriptRefusal it is no script, asks for what is not there, or is too large
     */
    public static Script compile(String text) {
        if (text.length() > LONGEST) {
            throw new ScriptRefusal(1, "the script is longer than " + LONGEST + " characters");
        }
        return new Script(List.copyOf(new ScriptCompiler().script(Parser.parse(text))));
    }

    /** True when everything is kept, whatever it is. */
    public boolean doesNothing() {
        return steps.isEmpty();
    }

    /** What is to be done, in this order; nothing discards. Pure: the caller does it. */
    public List<Action> decide(Letter letter) {
        return steps.isEmpty() ? List.of(Action.Keep.PLAIN) : new Evaluation(letter).run(steps);
    }

    /** What {@code require} may name. */
    public static List<String> extensions() {
        return Arrays.stream(Extension.values()).map(Extension::word).toList();
    }
}
