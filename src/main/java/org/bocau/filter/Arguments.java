package org.bocau.filter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bocau.filter.Command.Argument;
import org.jspecify.annotations.Nullable;

/**
 * Takes the arguments of one command apart: tags in any order, each once, then what is positional.
 * What nobody has taken is a mistake. RFC 5228 §2.6.
 */
final class Arguments {
    /** Of commands whose first positional argument may be left out: tags that have a value. */
    private static final Set<String> VALUED = Set.of("comparator", "value", "count");

    private final Command command;
    private final List<Argument> tagged = new ArrayList<>();
    private final ArrayDeque<Argument> positional = new ArrayDeque<>();

    /**
     * @param count how many positional arguments the command has at least
     * @param most and at most
     */
    Arguments(Command command, int count, int most) {
        this.command = command;
        var all = command.arguments();
        int from = all.size();
        while (from > 0
                && !(all.get(from - 1) instanceof Argument.Tag)
                && all.size() - from < most) {
            from--;
        }
        boolean more = all.size() - from > count;
        if (more
                && from > 0
                && all.get(from - 1) instanceof Argument.Tag(var tag, var _)
                && VALUED.contains(tag)) {
            from++; // the first is the tag's
        }
        tagged.addAll(all.subList(0, from));
        positional.addAll(all.subList(from, all.size()));
        if (positional.size() < count) {
            throw mistake("needs " + (count == 1 ? "an argument" : count + " arguments"));
        }
    }

    ScriptRefusal mistake(String text) {
        return new ScriptRefusal(command.line(), "\"" + command.name() + "\" " + text);
    }

    /** Whether it stands there; taken. */
    boolean tag(String name) {
        int at = find(name);
        if (at < 0) {
            return false;
        }
        tagged.remove(at);
        return true;
    }

    /** The string list after that tag, both taken. */
    Optional<List<String>> tagStrings(String name) {
        var value = tagValue(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof Argument.Strings strings) {
            return Optional.of(strings.values());
        }
        throw mistake("needs a string after :" + name);
    }

    Optional<String> tagString(String name) {
        return tagStrings(name)
                .map(values -> {
                    if (values.size() != 1) {
                        throw mistake("needs one string after :" + name);
                    }
                    return values.getFirst();
                });
    }

    Optional<Long> tagNumber(String name) {
        return tagValue(name)
                .map(value -> {
                    if (value instanceof Argument.Amount number) {
                        return number.value();
                    }
                    throw mistake("needs a number after :" + name);
                });
    }

    private Optional<Argument> tagValue(String name) {
        int at = find(name);
        if (at < 0) {
            return Optional.empty();
        }
        if (at + 1 == tagged.size()) {
            throw mistake("needs a value after :" + name);
        }
        tagged.remove(at);
        return Optional.of(tagged.remove(at));
    }

    private int find(String name) {
        for (int i = 0; i < tagged.size(); i++) {
            if (tagged.get(i) instanceof Argument.Tag tag && tag.name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    List<String> strings() {
        if (next() instanceof Argument.Strings strings) {
            return strings.values();
        }
        throw mistake("needs a string or a list of them");
    }

    String string() {
        if (next() instanceof Argument.Strings strings && !strings.list()) {
            return strings.values().getFirst();
        }
        throw mistake("needs one string");
    }

    long number() {
        if (next() instanceof Argument.Amount number) {
            return number.value();
        }
        throw mistake("needs a number");
    }

    private @Nullable Argument next() {
        return positional.poll();
    }

    /** How many positional arguments nobody has taken yet. */
    int count() {
        return positional.size();
    }

    /** All must have been taken; nothing but its arguments belongs to the command. */
    void end(boolean takesTests) {
        if (!tagged.isEmpty() || !positional.isEmpty()) {
            var left = tagged.isEmpty() ? positional.getFirst() : tagged.getFirst();
            throw mistake(
                    left instanceof Argument.Tag tag
                            ? "does not know :" + tag.name()
                            : "has an argument too many");
        }
        if (!takesTests && !command.tests().isEmpty()) {
            throw mistake("takes no test");
        }
    }
}
