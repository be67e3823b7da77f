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
    public static final Script EMPTY = new Script(List.of(), false);

    private final List<Step> steps;
    private final boolean variables;

    private Script(List<Step> steps, boolean variables) {
        this.steps = steps;
        this.variables = variables;
    }

    /**
     * @throws ScriptRefusal it is no script, asks for what is not there, or is too large
     */
    public static Script compile(String text) {
        if (text.length() > LONGEST) {
            throw new ScriptRefusal(1, "the script is longer than " + LONGEST + " characters");
        }
        var compiler = new ScriptCompiler();
        var steps = List.copyOf(compiler.script(Parser.parse(text)));
        return new Script(steps, compiler.has(Extension.VARIABLES));
    }

    /** True when everything is kept, whatever it is. */
    public boolean doesNothing() {
        return steps.isEmpty();
    }

    /** What is to be done, in this order; nothing discards. Pure: the caller does it. */
    public List<Action> decide(Letter letter) {
        return run(letter).actions();
    }

    /** The same, and whether it has failed. */
    public Outcome run(Letter letter) {
        return steps.isEmpty()
                ? Outcome.of(List.of(Action.Keep.PLAIN))
                : new Evaluation(letter, variables).run(steps);
    }

    /** What {@code require} may name. */
    public static List<String> extensions() {
        return Arrays.stream(Extension.values()).map(Extension::word).toList();
    }
}
