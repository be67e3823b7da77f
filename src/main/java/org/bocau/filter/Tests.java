package org.bocau.filter;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bocau.filter.Condition.AddressPart;
import org.bocau.filter.Matching.Comparison;
import org.bocau.filter.Matching.Relation;
import org.jspecify.annotations.Nullable;

/** The tests of a script. RFC 5228 §5. */
final class Tests {
    /** Characters that are looked for in a body, at most. */
    private static final int LONGEST_IN_BODY = 500;

    private final ScriptCompiler compiler;

    Tests(ScriptCompiler compiler) {
        this.compiler = compiler;
    }

    Condition compile(Command test) {
        compiler.at(test);
        return switch (test.name()) {
            case "true", "false" -> {
                new Arguments(test, 0, 0).end(false);
                yield new Condition.Always(test.name().equals("true"));
            }
            case "not" -> new Condition.Not(inner(test, 1).getFirst());
            case "allof" -> new Condition.All(inner(test, Integer.MAX_VALUE));
            case "anyof" -> new Condition.Any(inner(test, Integer.MAX_VALUE));
            case "exists" -> exists(test);
            case "header" -> header(test);
            case "address" -> address(test);
            case "envelope" -> envelope(test);
            case "size" -> size(test);
            case "hasflag" -> hasFlag(test);
            case "currentdate" -> currentDate(test);
            case "string" -> string(test);
            case "body" -> body(test);
            default -> throw new ScriptRefusal(test.line(), "\"" + test.name() + "\" is no test");
        };
    }

    private List<Condition> inner(Command test, int most) {
        var arguments = new Arguments(test, 0, 0);
        arguments.end(true);
        int count = test.tests().size();
        if (count == 0 || count > most) {
            throw arguments.mistake(most == 1 ? "needs one test" : "needs tests in parentheses");
        }
        var inner = new ArrayList<Condition>();
        test.tests().forEach(one -> inner.add(compile(one)));
        return List.copyOf(inner);
    }

    private Condition exists(Command test) {
        var arguments = new Arguments(test, 1, 1);
        var fields = arguments.strings();
        arguments.end(false);
        return new Condition.Exists(fields);
    }

    private Condition header(Command test) {
        var arguments = new Arguments(test, 2, 2);
        var how = matching(test, arguments);
        var fields = arguments.strings();
        var keys = keys(arguments);
        arguments.end(false);
        return new Condition.Header(fields, keys, how);
    }

    private Condition address(Command test) {
        var arguments = new Arguments(test, 2, 2);
        var how = matching(test, arguments);
        var part = part(test, arguments);
        var fields = arguments.strings();
        var keys = keys(arguments);
        arguments.end(false);
        return new Condition.Address(fields, keys, part, how);
    }

    private Condition envelope(Command test) {
        compiler.needs(Extension.ENVELOPE, test);
        var arguments = new Arguments(test, 2, 2);
        var how = matching(test, arguments);
        var part = part(test, arguments);
        var parts =
                arguments.strings().stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        var keys = keys(arguments);
        arguments.end(false);
        for (var name : parts) {
            if (!name.equals("from") && !name.equals("to")) {
                throw arguments.mistake("knows \"from\" and \"to\" only");
            }
        }
        return new Condition.Envelope(
                parts.contains("from"), parts.contains("to"), keys, part, how);
    }

    private Condition size(Command test) {
        var arguments = new Arguments(test, 1, 1);
        boolean over = arguments.tag("over");
        if (over == arguments.tag("under")) {
            throw arguments.mistake("needs :over or :under");
        }
        long octets = arguments.number();
        arguments.end(false);
        return new Condition.Size(over, octets);
    }

    private Condition hasFlag(Command test) {
        compiler.needs(Extension.IMAP4FLAGS, test);
        var arguments = new Arguments(test, 1, 2);
        var how = matching(test, arguments);
        var variables = arguments.count() > 1 ? arguments.strings() : null;
        if (variables != null) {
            compiler.requireVariables(arguments, variables);
        }
        var keys = keys(arguments);
        arguments.end(false);
        return new Condition.HasFlag(variables, keys, how);
    }

    private Condition currentDate(Command test) {
        compiler.needs(Extension.DATE, test);
        var arguments = new Arguments(test, 2, 2);
        var how = matching(test, arguments);
        var zone = arguments.tagString("zone").map(name -> zone(arguments, name)).orElse(null);
        var name = arguments.string();
        var keys = keys(arguments);
        arguments.end(false);
        return new Condition.CurrentDate(datePart(arguments, name), zone, keys, how);
    }

    private Condition string(Command test) {
        compiler.needs(Extension.VARIABLES, test);
        var arguments = new Arguments(test, 2, 2);
        var how = matching(test, arguments);
        var source = keys(arguments);
        var keys = keys(arguments);
        arguments.end(false);
        return new Condition.Strings(source, keys, how);
    }

    private Condition body(Command test) {
        compiler.needs(Extension.BODY, test);
        var arguments = new Arguments(test, 1, 1);
        var how = matching(test, arguments);
        boolean raw = arguments.tag("raw");
        boolean text = arguments.tag("text");
        var types = arguments.tagStrings("content");
        var keys = keys(arguments);
        arguments.end(false);
        if ((raw ? 1 : 0) + (text ? 1 : 0) + (types.isPresent() ? 1 : 0) > 1) {
            throw arguments.mistake("looks at the body in two ways");
        }
        if (keys.stream().anyMatch(key -> key.length() > LONGEST_IN_BODY)) {
            throw arguments.mistake("looks for more than " + LONGEST_IN_BODY + " characters");
        }
        var form = raw ? BodyForm.RAW : types.isPresent() ? BodyForm.CONTENT : BodyForm.TEXT;
        var wanted =
                types.orElse(List.of()).stream()
                        .map(type -> compiler.text(type).toLowerCase(Locale.ROOT))
                        .toList();
        return new Condition.Body(form, wanted, keys, how);
    }

    private static DatePart datePart(Arguments arguments, String name) {
        for (var part : DatePart.values()) {
            if (part.name().equalsIgnoreCase(name)) {
                return part;
            }
        }
        throw arguments.mistake("does not know the part \"" + name + "\" of a date");
    }

    private static ZoneId zone(Arguments arguments, String name) {
        try {
            return ZoneOffset.of(name);
        } catch (DateTimeException no) {
            throw arguments.mistake("needs a zone as +0700, not \"" + name + "\"");
        }
    }

    private List<String> keys(Arguments arguments) {
        return arguments.strings().stream().map(compiler::text).toList();
    }

    private AddressPart part(Command test, Arguments arguments) {
        AddressPart chosen = null;
        for (var part : AddressPart.values()) {
            if (arguments.tag(part.name().toLowerCase(Locale.ROOT))) {
                if (chosen != null) {
                    throw arguments.mistake("has two parts of an address");
                }
                chosen = part;
            }
        }
        if (chosen == AddressPart.USER || chosen == AddressPart.DETAIL) {
            compiler.needs(Extension.SUBADDRESS, test);
        }
        return chosen == null ? AddressPart.ALL : chosen;
    }

    private Matching matching(Command test, Arguments arguments) {
        var by = arguments.tagString("comparator").map(name -> comparison(test, name));
        Matching.Type chosen = null;
        Relation relation = null;
        for (var type : Matching.Type.values()) {
            var name = type.name().toLowerCase(Locale.ROOT);
            boolean relational = type == Matching.Type.VALUE || type == Matching.Type.COUNT;
            Optional<Relation> asked =
                    relational
                            ? arguments.tagString(name).map(word -> relation(arguments, word))
                            : Optional.empty();
            boolean there = relational ? asked.isPresent() : arguments.tag(name);
            if (there && chosen != null) {
                throw arguments.mistake("has two ways to match");
            }
            if (there) {
                chosen = type;
                relation = asked.orElse(null);
            }
        }
        if (relation != null) {
            compiler.needs(Extension.RELATIONAL, test);
        }
        return matching(arguments, chosen == null ? Matching.Type.IS : chosen, by, relation);
    }

    private static Matching matching(
            Arguments arguments,
            Matching.Type type,
            Optional<Comparison> by,
            @Nullable Relation relation) {
        boolean substring = type == Matching.Type.CONTAINS || type == Matching.Type.MATCHES;
        var usual =
                type == Matching.Type.COUNT ? Comparison.ASCII_NUMERIC : Comparison.ASCII_CASEMAP;
        var comparison = by.orElse(usual);
        if (substring && comparison == Comparison.ASCII_NUMERIC) {
            throw arguments.mistake("cannot look for parts of a number");
        }
        return new Matching(type, comparison, relation);
    }

    private static Relation relation(Arguments arguments, String word) {
        for (var relation : Relation.values()) {
            if (relation.name().equalsIgnoreCase(word)) {
                return relation;
            }
        }
        throw arguments.mistake("does not know the relation \"" + word + "\"");
    }

    private Comparison comparison(Command test, String name) {
        var comparison =
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "i;octet" -> Comparison.OCTET;
                    case "i;ascii-casemap" -> Comparison.ASCII_CASEMAP;
                    case "i;ascii-numeric" -> Comparison.ASCII_NUMERIC;
                    case "i;unicode-casemap" -> Comparison.UNICODE_CASEMAP;
                    default ->
                            throw new ScriptRefusal(
                                    test.line(), "there is no comparator \"" + name + "\"");
                };
        if (comparison == Comparison.ASCII_NUMERIC) {
            compiler.needs(Extension.ASCII_NUMERIC, test);
        }
        if (comparison == Comparison.UNICODE_CASEMAP) {
            compiler.needs(Extension.UNICODE_CASEMAP, test);
        }
        return comparison;
    }
}
