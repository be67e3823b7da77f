package org.bocau.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One run of a script over one message. Owned by one thread. */
final class Evaluation {
    private static final int MOST_REDIRECTS = 4;
    private static final int MOST_ACTIONS = 32;

    private final Letter letter;
    private final List<Action> actions = new ArrayList<>();
    private List<String> flags = List.of();
    private boolean implicitKeep = true;
    private boolean stopped;

    Evaluation(Letter letter) {
        this.letter = letter;
    }

    Letter letter() {
        return letter;
    }

    List<String> flags() {
        return flags;
    }

    /** A script that asks for too much has failed, and what fails keeps. RFC 5228 §2.10.6. */
    List<Action> run(List<Step> steps) {
        perform(steps);
        if (implicitKeep) {
            add(new Action.Keep(flags));
        }
        long redirects = actions.stream().filter(a -> a instanceof Action.Redirect).count();
        if (redirects > MOST_REDIRECTS || actions.size() > MOST_ACTIONS) {
            return List.of(Action.Keep.PLAIN);
        }
        return List.copyOf(actions);
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
                add(new Action.Keep(own == null ? flags : own));
                implicitKeep = false;
            }
            case Step.FileInto(var mailbox, var copy, var create, var own) -> {
                add(new Action.FileInto(mailbox, own == null ? flags : own, create));
                implicitKeep &= copy;
            }
            case Step.Redirect(var address, var copy) -> {
                add(new Action.Redirect(address));
                implicitKeep &= copy;
            }
            case Step.Discard _ -> implicitKeep = false;
            case Step.ChangeFlags(var change, var changed) -> change(change, changed);
            case Step.Vacation(var answer) -> add(answer);
        }
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

    private void change(Step.ChangeFlags.Change change, List<String> changed) {
        var now =
                change == Step.ChangeFlags.Change.SET
                        ? new ArrayList<String>()
                        : new ArrayList<>(flags);
        for (var flag : changed) {
            now.removeIf(one -> lower(one).equals(lower(flag)));
            if (change != Step.ChangeFlags.Change.REMOVE) {
                now.add(flag);
            }
        }
        flags = List.copyOf(now);
    }

    private static String lower(String flag) {
        return flag.toLowerCase(Locale.ROOT);
    }
}
