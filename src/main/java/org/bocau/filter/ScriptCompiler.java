package org.bocau.filter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.bocau.filter.Step.ChangeFlags.Change;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/** Commands that follow the grammar become steps that can be done, or a {@link ScriptRefusal}. */
final class ScriptCompiler {
    static final int LONGEST_MAILBOX = 500;
    private static final int MOST_REQUIRED = 64;
    private static final int MOST_VARIABLES = 256;
    private static final long SHORTEST = Duration.ofMinutes(1).toSeconds();
    private static final long LONGEST = Duration.ofDays(365).toSeconds();

    /** A system flag that users may set, or a keyword. RFC 9051 §9. */
    private static final Pattern FLAG =
            Pattern.compile(
                    "\\\\(?i:answered|flagged|deleted|seen|draft)|[^\\x00-\\x20(){%*\"\\\\\\]\\x7f-\\x{10ffff}]{1,64}");

    private final Set<Extension> required = EnumSet.noneOf(Extension.class);
    private final Set<String> variables = new HashSet<>();
    private final Tests tests = new Tests(this);
    private int line = 1; // of the command that is compiled

    List<Step> script(List<Command> commands) {
        int at = 0;
        while (at < commands.size() && commands.get(at).name().equals("require")) {
            require(commands.get(at++));
        }
        return steps(commands.subList(at, commands.size()));
    }

    private void require(Command command) {
        var arguments = new Arguments(command, 1, 1);
        var words = arguments.strings();
        arguments.end(false);
        semicolon(command);
        if (words.size() > MOST_REQUIRED) {
            throw arguments.mistake("names too many extensions");
        }
        for (var word : words) {
            required.add(
                    Extension.named(word)
                            .orElseThrow(() ->
                                    arguments.mistake(
                                            "names \"" + word + "\", which is not there")));
        }
    }

    void needs(Extension extension, Command command) {
        if (!required.contains(extension)) {
            throw new ScriptRefusal(
                    command.line(),
                    "\"" + command.name() + "\" needs: require \"" + extension.word() + "\";");
        }
    }

    /** What is compiled now. */
    void at(Command command) {
        line = command.line();
    }

    boolean has(Extension extension) {
        return required.contains(extension);
    }

    private List<Step> steps(List<Command> commands) {
        var steps = new ArrayList<Step>();
        for (int i = 0; i < commands.size(); ) {
            var command = commands.get(i++);
            if (command.name().equals("if")) {
                var branches = new ArrayList<>(List.of(command));
                while (i < commands.size() && isBranch(commands.get(i))) {
                    branches.add(commands.get(i++));
                }
                steps.add(branch(branches));
            } else {
                steps.add(step(command));
            }
        }
        return steps;
    }

    private static boolean isBranch(Command command) {
        return command.name().equals("elsif") || command.name().equals("else");
    }

    private Step branch(List<Command> branches) {
        List<Step> otherwise = List.of();
        for (int i = branches.size() - 1; i > 0; i--) {
            var command = branches.get(i);
            if (command.name().equals("else")) {
                if (i < branches.size() - 1) {
                    throw new ScriptRefusal(
                            branches.get(i + 1).line(), "nothing may follow \"else\"");
                }
                new Arguments(command, 0, 0).end(false);
                otherwise = steps(block(command));
            } else {
                otherwise = List.of(conditional(command, otherwise));
            }
        }
        return conditional(branches.getFirst(), otherwise);
    }

    private Step conditional(Command command, List<Step> otherwise) {
        new Arguments(command, 0, 0).end(true);
        if (command.tests().size() != 1) {
            throw new ScriptRefusal(command.line(), "\"" + command.name() + "\" needs one test");
        }
        return new Step.If(
                tests.compile(command.tests().getFirst()), steps(block(command)), otherwise);
    }

    private static List<Command> block(Command command) {
        if (command.block() == null) {
            throw new ScriptRefusal(
                    command.line(), "\"" + command.name() + "\" needs a block in braces");
        }
        return command.block();
    }

    private static void semicolon(Command command) {
        if (command.block() != null) {
            throw new ScriptRefusal(
                    command.line(), "\"" + command.name() + "\" ends with a semicolon");
        }
    }

    private Step step(Command command) {
        at(command);
        semicolon(command);
        return switch (command.name()) {
            case "keep" -> keep(command);
            case "discard" -> plain(command, new Step.Discard());
            case "stop" -> plain(command, new Step.Stop());
            case "fileinto" -> fileInto(command);
            case "redirect" -> redirect(command);
            case "setflag" -> flags(command, Change.SET);
            case "addflag" -> flags(command, Change.ADD);
            case "removeflag" -> flags(command, Change.REMOVE);
            case "vacation" -> vacation(command);
            case "reject" -> reject(command, Extension.REJECT);
            case "ereject" -> reject(command, Extension.EREJECT);
            case "set" -> set(command);
            case "require" ->
                    throw new ScriptRefusal(command.line(), "\"require\" stands at the top only");
            default ->
                    throw new ScriptRefusal(
                            command.line(), "\"" + command.name() + "\" is no command");
        };
    }

    private static Step plain(Command command, Step step) {
        new Arguments(command, 0, 0).end(false);
        return step;
    }

    private Step keep(Command command) {
        var arguments = new Arguments(command, 0, 0);
        var flags = ownFlags(command, arguments);
        arguments.end(false);
        return new Step.Keep(flags);
    }

    private Step fileInto(Command command) {
        needs(Extension.FILEINTO, command);
        var arguments = new Arguments(command, 1, 1);
        boolean copy = copy(command, arguments);
        boolean create = arguments.tag("create");
        if (create) {
            needs(Extension.MAILBOX, command);
        }
        var flags = ownFlags(command, arguments);
        var mailbox = text(arguments.string());
        arguments.end(false);
        if (mailbox.isBlank() || mailbox.length() > LONGEST_MAILBOX) {
            throw arguments.mistake("needs the name of a mailbox");
        }
        return new Step.FileInto(mailbox, copy, create, flags);
    }

    private Step redirect(Command command) {
        var arguments = new Arguments(command, 1, 1);
        boolean copy = copy(command, arguments);
        var address = text(arguments.string());
        arguments.end(false);
        if (!varies(address)) {
            requireAddress(arguments, address);
        }
        return new Step.Redirect(address, copy);
    }

    private static void requireAddress(Arguments arguments, String text) {
        try {
            var _ = EmailAddress.parse(text.strip());
        } catch (IllegalArgumentException no) {
            throw arguments.mistake("needs an address, \"" + text + "\" is none");
        }
    }

    private boolean copy(Command command, Arguments arguments) {
        boolean copy = arguments.tag("copy");
        if (copy) {
            needs(Extension.COPY, command);
        }
        return copy;
    }

    private @Nullable List<String> ownFlags(Command command, Arguments arguments) {
        var given = arguments.tagStrings("flags");
        if (given.isEmpty()) {
            return null;
        }
        needs(Extension.IMAP4FLAGS, command);
        return flags(arguments, given.get());
    }

    private Step flags(Command command, Change change) {
        needs(Extension.IMAP4FLAGS, command);
        var arguments = new Arguments(command, 1, 2);
        String variable = null;
        if (arguments.count() > 1) {
            variable = arguments.string();
            requireVariables(arguments, List.of(variable));
        }
        var flags = flags(arguments, arguments.strings());
        arguments.end(false);
        return new Step.ChangeFlags(change, variable, flags);
    }

    /** RFC 5232 §2: names of variables stand there only where these are required. */
    void requireVariables(Arguments arguments, List<String> names) {
        if (!has(Extension.VARIABLES)) {
            throw arguments.mistake("takes a variable only with: require \"variables\";");
        }
        names.forEach(name -> requireVariable(arguments, name));
    }

    private void requireVariable(Arguments arguments, String name) {
        if (!Variables.isName(name)) {
            throw arguments.mistake("needs the name of a variable, not \"" + name + "\"");
        }
        variables.add(name.toLowerCase(Locale.ROOT));
        if (variables.size() > MOST_VARIABLES) {
            throw arguments.mistake("names a variable too many");
        }
    }

    /** RFC 5232 §2: a string may have several, with spaces between. */
    private List<String> flags(Arguments arguments, List<String> given) {
        var flags = new ArrayList<String>();
        for (var string : given) {
            if (varies(string)) {
                flags.add(string);
                continue;
            }
            for (var flag : string.strip().split(" +")) {
                if (!flag.isEmpty() && !isFlag(flag)) {
                    throw arguments.mistake("cannot set the flag \"" + flag + "\"");
                }
                if (!flag.isEmpty()) {
                    flags.add(flag);
                }
            }
        }
        return List.copyOf(flags);
    }

    private Step vacation(Command command) {
        needs(Extension.VACATION, command);
        var arguments = new Arguments(command, 1, 1);
        var days = arguments.tagNumber("days").map(n -> Duration.ofDays(n).toSeconds());
        var seconds = arguments.tagNumber("seconds");
        if (seconds.isPresent()) {
            needs(Extension.VACATION_SECONDS, command);
        }
        long pause = seconds.or(() -> days).orElse(Duration.ofDays(7).toSeconds());
        var subject = arguments.tagString("subject").map(this::text).orElse("");
        var addresses = texts(arguments.tagStrings("addresses").orElse(List.of()));
        addresses.stream()
                .filter(one -> !varies(one))
                .forEach(one -> requireAddress(arguments, one));
        var handle = arguments.tagString("handle").map(this::text);
        var from = arguments.tagString("from").map(this::text);
        boolean mime = arguments.tag("mime");
        var text = text(arguments.string());
        arguments.end(false);
        if (from.isPresent() && !varies(from.get()) && Vacations.sender(from.get()).isEmpty()) {
            throw arguments.mistake("needs an address, \"" + from.get() + "\" is none");
        }
        if (mime && !varies(text) && MimePart.of(text).isEmpty()) {
            throw arguments.mistake("needs Content-Type, an empty line and a text after :mime");
        }
        var alike =
                handle.orElseGet(() -> Vacations.handle(subject, text, mime, from.orElse(null)));
        return new Step.Vacation(
                Math.clamp(pause, SHORTEST, LONGEST),
                subject,
                text,
                mime,
                from.orElse(null),
                addresses,
                alike);
    }

    private List<String> texts(List<String> strings) {
        return strings.stream().map(this::text).toList();
    }

    static boolean isFlag(String text) {
        return FLAG.matcher(text).matches();
    }

    private Step reject(Command command, Extension extension) {
        needs(extension, command);
        var arguments = new Arguments(command, 1, 1);
        var reason = text(arguments.string());
        arguments.end(false);
        return new Step.Reject(reason);
    }

    private Step set(Command command) {
        needs(Extension.VARIABLES, command);
        var arguments = new Arguments(command, 2, 2);
        var modifiers = modifiers(arguments);
        var name = arguments.string();
        var value = text(arguments.string());
        arguments.end(false);
        requireVariable(arguments, name);
        return new Step.SetVariable(name, value, modifiers);
    }

    private static List<Modifier> modifiers(Arguments arguments) {
        var chosen = new ArrayList<Modifier>();
        for (var modifier : Modifier.values()) {
            if (arguments.tag(modifier.word())) {
                if (chosen.stream().anyMatch(modifier::contradicts)) {
                    throw arguments.mistake("changes its value in two ways");
                }
                chosen.add(modifier);
            }
        }
        return List.copyOf(chosen);
    }

    /** True for a string that only a run can tell. */
    private boolean varies(String text) {
        return has(Extension.VARIABLES) && Variables.in(text);
    }

    /**
     * With {@code ${hex: …}} and {@code ${unicode: …}} replaced where asked for. RFC 5228 §2.4.2.4.
     */
    String text(String string) {
        var text = has(Extension.ENCODED_CHARACTER) ? EncodedCharacters.decode(string) : string;
        if (has(Extension.VARIABLES) && Variables.namesSpace(text)) {
            throw new ScriptRefusal(line, "a variable of an extension that is not there");
        }
        return text;
    }
}
