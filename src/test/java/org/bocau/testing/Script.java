package org.bocau.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A transcript after parsing: what to set up, then step by step what is said. */
record Script(List<Clause> header, List<Step> steps) {
    /** One clause of the header, {@code inbox 3 messages}. */
    record Clause(int line, String text) {
        List<String> words() {
            return List.of(text.split("\\s+"));
        }
    }

    /** One thing that happens on one connection. */
    sealed interface Step {
        int line();

        int connection();
    }

    /**
     * The client sends a line.
     *
     * @param tagged the player puts an IMAP tag before it
     */
    record Send(int line, int connection, String text, boolean tagged) implements Step {}

    /** The server says these, in this order. */
    record Expect(int line, int connection, List<String> chain) implements Step {}

    /** The server does not say this up to here. */
    record Never(int line, int connection, String text) implements Step {}

    /**
     * Anything else: {@code tls}, {@code connect}, {@code close}, {@code closed}, {@code octets}.
     */
    record Act(int line, int connection, String verb, String argument) implements Step {}

    private static final Pattern STEP =
            Pattern.compile("(?:([1-9])(>>|>|<|!|:)|([CS])(:|!)) ?(.*)", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("\\s{2,}# .*$|^#.*$");
    private static final Pattern CHAIN = Pattern.compile(",\\s+(?=\\* )");

    static Script parse(String protocol, String name, List<String> lines) {
        var header = new ArrayList<Clause>();
        var steps = new ArrayList<Step>();
        for (int at = 0; at < lines.size(); at++) {
            int number = at + 1;
            var text = new StringBuilder(COMMENT.matcher(lines.get(at)).replaceFirst(""));
            while (opensBlock(text)) {
                at = block(lines, at, text, name);
            }
            if (text.toString().isBlank()) {
                continue;
            }
            var step = STEP.matcher(text);
            if (step.matches()) {
                steps.add(step(protocol, number, step.toMatchResult()));
            } else if (steps.isEmpty()) {
                addClauses(header, number, text.toString());
            } else {
                throw new AssertionError(
                        name + ":" + number + ": not a step: " + text + " (see TRANSCRIPTS.md)");
            }
        }
        return new Script(List.copyOf(header), List.copyOf(steps));
    }

    private static void addClauses(List<Clause> header, int number, String text) {
        if (text.contains("\r\n")) {
            header.add(new Clause(number, text));
            return;
        }
        Arrays.stream(text.split(","))
                .map(clause -> new Clause(number, clause.trim()))
                .forEach(header::add);
    }

    private static boolean opensBlock(CharSequence text) {
        return text.toString().endsWith("{{") || text.toString().endsWith("{{+");
    }

    /**
     * Replaces a {@code {{} at the end of the text by an IMAP literal of the lines up to {@code
     * }}}.
     */
    private static int block(List<String> lines, int opening, StringBuilder text, String name) {
        boolean plus = text.charAt(text.length() - 1) == '+';
        var content = new StringBuilder();
        for (int at = opening + 1; at < lines.size(); at++) {
            var line = lines.get(at);
            if (line.startsWith("}}")) {
                text.setLength(text.length() - (plus ? 3 : 2));
                var octets = Wording.octets(content.toString());
                text.append('{').append(octets.length()).append(plus ? "+}" : "}");
                text.append("\r\n").append(octets);
                text.append(COMMENT.matcher(line.substring(2)).replaceFirst(""));
                return at;
            }
            content.append(line).append("\r\n");
        }
        throw new AssertionError(name + ":" + (opening + 1) + ": {{ without }}");
    }

    private static Step step(String protocol, int line, java.util.regex.MatchResult mark) {
        boolean numbered = mark.group(1) != null;
        int connection = numbered ? Integer.parseInt(mark.group(1)) : 1;
        var kind = numbered ? mark.group(2) : mark.group(3) + mark.group(4);
        var text = mark.group(5);
        boolean imap = protocol.equals("imap");
        return switch (kind) {
            case ">" -> new Send(line, connection, text, imap);
            case ">>", "C:" -> new Send(line, connection, text, false);
            case "<", "S:" -> new Expect(line, connection, chain(imap, text));
            case "!", "S!" -> new Never(line, connection, text.strip());
            default -> act(line, connection, text);
        };
    }

    private static List<String> chain(boolean imap, String text) {
        return imap ? List.of(CHAIN.split(text.stripTrailing())) : List.of(text.stripTrailing());
    }

    private static Act act(int line, int connection, String text) {
        int space = text.indexOf(' ');
        return space < 0
                ? new Act(line, connection, text.strip(), "")
                : new Act(line, connection, text.substring(0, space), text.substring(space + 1));
    }
}
