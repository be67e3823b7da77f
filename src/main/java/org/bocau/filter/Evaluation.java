package org.bocau.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/** One run of a script over one message. Owned by one thread. */
final class Evaluation {
    private static final int MOST_REDIRECTS = 4;
    private static final int MOST_ACTIONS = 32;

    /** On one message; a mailbox has 256 keywords at most. */
    private static final int MOST_FLAGS = 64;

    /** Wildcards that are remembered; RFC 5229 §3.2 asks for nine. */
    private static final int MOST_FOUND = 9;

    /** Nanoseconds of a processor, about; far more than any sensible script's. */
    private static final long MOST_WORK = 100_000_000;

    /** The same for a character of a string that has variables, which also takes memory. */
    private static final long EXPANDING = 5;

    private final Letter letter;
    private final @Nullable Variables variables;
    private final @Nullable BodyText body;
    private final List<Action> actions = new ArrayList<>();
    private final FoldedTexts folded = new FoldedTexts(this::spend);
    private List<String> flags = List.of();
    private long work;
    private boolean implicitKeep = true;
    private boolean stopped;

    /**
     * @param variables whether strings may have them
     */
    Evaluation(Letter letter, boolean variables) {
        this.letter = letter;
        this.variables = variables ? new Variables() : null;
        this.body = letter.content() == null ? null : new BodyText(letter.content(), this::spend);
    }

    Letter letter() {
        return letter;
    }

    List<String> flags() {
        return flags;
    }

    /** Those that a variable has. RFC 5232 §2. */
    List<String> flags(String variable) {
        return variables == null ? List.of() : requireFew(split(variables.value(variable)));
    }

    /**
     * As it is now, with its variables' values.
     *
     * @throws ScriptFailure the values have made it too long
     */
    String text(String text) {
        if (variables == null) {
            return text;
        }
        var expanded = variables.expand(text);
        spend(EXPANDING * expanded.length());
        return expanded;
    }

    /** Each of them, as {@link #text}; what they become together is bounded. */
    List<String> texts(List<String> texts) {
        return variables == null ? texts : texts.stream().map(this::text).toList();
    }

    /** Nothing where there is no body at hand. */
    List<String> body(BodyForm form, List<String> types) {
        var wanted = texts(types).stream().map(Evaluation::lower).toList();
        return body == null ? List.of() : body.of(form, wanted);
    }

    FoldedTexts folded() {
        return folded;
    }

    /**
     * @param nanoseconds that something takes, about; the machine does not matter, the same message
     *     is always decided the same way
     * @throws ScriptFailure that was too much
     */
    void spend(long nanoseconds) {
        work += nanoseconds;
        if (work > MOST_WORK) {
            throw new ScriptFailure(Failure.TOO_MUCH_WORK);
        }
    }

    /** Notes what wildcards stood for, as it was written. RFC 5229 §3.2. */
    void found(String value, int[] folded, int[] bounds) {
        if (variables == null) {
            return;
        }
        var written = value.codePoints().toArray();
        var text = written.length == folded.length ? written : folded;
        var pieces = new ArrayList<String>();
        pieces.add(value);
        for (int i = 0; i < Math.min(bounds.length, 2 * MOST_FOUND); i += 2) {
            pieces.add(new String(text, bounds[i], bounds[i + 1] - bounds[i]));
        }
        variables.found(List.copyOf(pieces));
    }

    /** A script that asks for too much has failed, and what fails keeps. RFC 5228 §2.10.6. */
    Outcome run(List<Step> steps) {
        try {
            perform(steps);
            if (implicitKeep) {
                add(new Action.Keep(flags));
            }
            requireSense();
            return Outcome.of(actions);
        } catch (ScriptFailure failed) {
            return Outcome.failed(failed.failure());
        }
    }

    /** RFC 5429 §2.4: who refuses a message can do nothing else with it. */
    private void requireSense() {
        long redirects = actions.stream().filter(a -> a instanceof Action.Redirect).count();
        if (redirects > MOST_REDIRECTS || actions.size() > MOST_ACTIONS) {
            throw new ScriptFailure(Failure.TOO_MANY_ACTIONS);
        }
        if (has(Action.Reject.class) && actions.size() > 1) {
            throw new ScriptFailure(Failure.REFUSED_AND_MORE);
        }
    }

    private void perform(List<Step> steps) {
        for (var step : steps) {
            if (stopped) {
                return;
            }
            perform(step);
        }
    }

    private void perform(Step step) {
        switch (step) {
            case Step.If(var condition, var then, var otherwise) ->
                    perform(condition.holds(this) ? then : otherwise);
            case Step.Stop _ -> stopped = true;
            case Step.Keep(var own) -> {
                add(new Action.Keep(own == null ? flags : flags(own)));
                implicitKeep = false;
            }
            case Step.FileInto(var mailbox, var copy, var create, var own) -> {
                add(
                        new Action.FileInto(
                                mailbox(mailbox), own == null ? flags : flags(own), create));
                implicitKeep &= copy;
            }
            case Step.Redirect(var address, var copy) -> {
                add(new Action.Redirect(address(text(address))));
                implicitKeep &= copy;
            }
            case Step.Discard _ -> implicitKeep = false;
            case Step.ChangeFlags(var change, var variable, var changed) ->
                    change(change, variable, flags(changed));
            case Step.Vacation answer -> add(Vacations.answer(answer, this));
            case Step.Reject(var reason) -> {
                add(new Action.Reject(text(reason)));
                implicitKeep = false;
            }
            case Step.SetVariable(var name, var value, var modifiers) ->
                    set(name, value, modifiers);
        }
    }

    private String mailbox(String written) {
        if (variables == null) {
            return written; // judged when it was compiled
        }
        var name = text(written);
        if (name.isBlank()
                || name.length() > ScriptCompiler.LONGEST_MAILBOX
                || name.codePoints().anyMatch(Character::isISOControl)) {
            throw new ScriptFailure(Failure.NO_MAILBOX);
        }
        return name;
    }

    private static EmailAddress address(String text) {
        try {
            return EmailAddress.parse(text.strip());
        } catch (IllegalArgumentException no) {
            throw new ScriptFailure(Failure.NO_ADDRESS);
        }
    }

    /** What a variable says and no flag can be is passed over. */
    private List<String> flags(List<String> written) {
        return variables == null
                ? written
                : requireFew(
                        texts(written).stream()
                                .flatMap(text -> split(text).stream())
                                .distinct()
                                .limit(MOST_FLAGS + 1)
                                .toList());
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.strip().split(" +", -1))
                .filter(ScriptCompiler::isFlag)
                .distinct()
                .limit(MOST_FLAGS + 1)
                .toList();
    }

    private void set(String name, String value, List<Modifier> modifiers) {
        if (variables == null) {
            throw new IllegalStateException("compiled without variables");
        }
        var changed = text(value);
        for (var modifier : modifiers) {
            changed = modifier.apply(changed);
        }
        variables.set(name, changed);
    }

    /** The same thing is done once. RFC 5228 §2.10.3. */
    private void add(Action action) {
        boolean there =
                actions.contains(action)
                        || (action instanceof Action.FileInto into && filedInto(into.mailbox()))
                        || (action instanceof Action.Keep && has(Action.Keep.class))
                        || (action instanceof Action.Vacation && has(Action.Vacation.class));
        if (!there) {
            actions.add(action);
        }
    }

    private boolean has(Class<? extends Action> kind) {
        return actions.stream().anyMatch(kind::isInstance);
    }

    private boolean filedInto(String mailbox) {
        return actions.stream()
                .anyMatch(a -> a instanceof Action.FileInto into && into.mailbox().equals(mailbox));
    }

    private void change(
            Step.ChangeFlags.Change change, @Nullable String variable, List<String> changed) {
        if (variable == null || variables == null) {
            flags = changed(flags, change, changed);
            return;
        }
        var now = String.join(" ", changed(flags(variable), change, changed));
        if (now.length() > Variables.LONGEST_VALUE) { // a flag that is cut is another
            throw new ScriptFailure(Failure.TOO_MANY_FLAGS);
        }
        variables.set(variable, now);
    }

    /** Without regard to case, the spelling used last. RFC 5232 §2. */
    private static List<String> changed(
            List<String> before, Step.ChangeFlags.Change change, List<String> changed) {
        var now = new LinkedHashMap<String, String>();
        if (change != Step.ChangeFlags.Change.SET) {
            before.forEach(flag -> now.put(lower(flag), flag));
        }
        for (var flag : changed) {
            now.remove(lower(flag));
            if (change != Step.ChangeFlags.Change.REMOVE) {
                now.put(lower(flag), flag);
            }
        }
        return requireFew(List.copyOf(now.values()));
    }

    private static List<String> requireFew(List<String> flags) {
        if (flags.size() > MOST_FLAGS) {
            throw new ScriptFailure(Failure.TOO_MANY_FLAGS);
        }
        return flags;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
