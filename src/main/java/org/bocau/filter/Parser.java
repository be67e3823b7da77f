package org.bocau.filter;

import java.util.ArrayList;
import java.util.List;
import org.bocau.filter.Command.Argument;
import org.jspecify.annotations.Nullable;

/** The generic grammar of scripts. Total: every text is commands or a {@link ScriptRefusal}. */
final class Parser {
    private static final int DEEPEST = 32;
    private static final int MOST_COMMANDS = 2_000;
    private static final int MOST_STRINGS = 2_000;

    private final Lexer lexer;
    private Token token;
    private int commands;

    private Parser(String script) {
        this.lexer = new Lexer(script);
        this.token = lexer.next();
    }

    static List<Command> parse(String script) {
        var parser = new Parser(script);
        var commands = parser.commands(0);
        if (parser.token.kind() != Token.Kind.END) {
            throw parser.unexpected("a command");
        }
        return commands;
    }

    private List<Command> commands(int depth) {
        var list = new ArrayList<Command>();
        while (token.kind() == Token.Kind.IDENTIFIER) {
            list.add(command(depth));
        }
        return list;
    }

    private Command command(int depth) {
        var head = named(depth);
        if (token.is(';')) {
            advance();
            return head;
        }
        if (!token.is('{')) {
            throw unexpected("\";\" or \"{\"");
        }
        advance();
        var block = commands(depth + 1);
        expect('}');
        return new Command(head.name(), head.arguments(), head.tests(), block, head.line());
    }

    /** A name with its arguments and tests. */
    private Command named(int depth) {
        if (token.kind() != Token.Kind.IDENTIFIER) {
            throw unexpected("a name");
        }
        if (depth > DEEPEST || ++commands > MOST_COMMANDS) {
            throw new ScriptRefusal(token.line(), "the script is too complicated");
        }
        var name = token;
        advance();
        var arguments = new ArrayList<Argument>();
        for (var argument = argument(); argument != null; argument = argument()) {
            arguments.add(argument);
        }
        return new Command(name.text(), arguments, tests(depth), null, name.line());
    }

    private @Nullable Argument argument() {
        var current = token;
        return switch (current.kind()) {
            case TAG -> {
                advance();
                yield new Argument.Tag(current.text(), current.line());
            }
            case NUMBER -> {
                advance();
                yield new Argument.Amount(Long.parseLong(current.text()));
            }
            case STRING -> {
                advance();
                yield new Argument.Strings(List.of(current.text()), false);
            }
            case SIGN -> current.is('[') ? strings() : null;
            case IDENTIFIER, END -> null;
        };
    }

    private Argument strings() {
        advance();
        var values = new ArrayList<String>();
        while (true) {
            if (token.kind() != Token.Kind.STRING) {
                throw unexpected("a string");
            }
            values.add(token.text());
            if (values.size() > MOST_STRINGS) {
                throw new ScriptRefusal(token.line(), "the list is too long");
            }
            advance();
            if (!token.is(',')) {
                expect(']');
                return new Argument.Strings(List.copyOf(values), true);
            }
            advance();
        }
    }

    private List<Command> tests(int depth) {
        if (token.kind() == Token.Kind.IDENTIFIER) {
            return List.of(named(depth + 1));
        }
        if (!token.is('(')) {
            return List.of();
        }
        advance();
        var tests = new ArrayList<Command>();
        while (true) {
            tests.add(named(depth + 1));
            if (!token.is(',')) {
                expect(')');
                return tests;
            }
            advance();
        }
    }

    private void advance() {
        token = lexer.next();
    }

    private void expect(char sign) {
        if (!token.is(sign)) {
            throw unexpected("\"" + sign + "\"");
        }
        advance();
    }

    private ScriptRefusal unexpected(String wanted) {
        return new ScriptRefusal(
                token.line(), wanted + " was expected, " + token.shown() + " stands there");
    }
}
