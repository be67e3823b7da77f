package org.bocau.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the script of rules and an absence. Every value goes through {@link #quoted} (T40). */
final class ScriptWriter {
    private static final String REQUIRED =
            """
            require ["fileinto", "copy", "mailbox", "imap4flags", "vacation", "date", "relational",
                "comparator-i;unicode-casemap", "body"];
            """;

    private ScriptWriter() {}

    static String write(List<Rule> rules, Absence absence) {
        var script = new StringBuilder(REQUIRED);
        if (absence.enabled()) {
            script.append(vacation(absence));
        }
        rules.stream().filter(Rule::enabled).forEach(rule -> script.append(rule(rule)));
        return script.toString();
    }

    private static String vacation(Absence absence) {
        var days = new ArrayList<String>();
        if (absence.from() != null) {
            days.add("currentdate :value \"ge\" \"date\" " + quoted(absence.from().toString()));
        }
        if (absence.until() != null) {
            days.add("currentdate :value \"le\" \"date\" " + quoted(absence.until().toString()));
        }
        var subject = absence.subject().isBlank() ? "" : " :subject " + quoted(absence.subject());
        return "\nif %s {\n    vacation :days %d%s %s;\n}\n"
                .formatted(
                        days.isEmpty() ? "true" : "allof(" + String.join(", ", days) + ")",
                        absence.days(),
                        subject,
                        quoted(absence.text()));
    }

    private static String rule(Rule rule) {
        var tests = rule.conditions().stream().map(ScriptWriter::test).toList();
        var condition =
                tests.isEmpty()
                        ? "true"
                        : (rule.all() ? "allof(" : "anyof(") + String.join(", ", tests) + ")";
        var deeds = new ArrayList<>(rule.deeds());
        deeds.sort((a, b) -> Boolean.compare(flags(b), flags(a))); // flags go before the filing
        var block =
                deeds.stream()
                        .map(deed -> "    " + deed(deed) + "\n")
                        .collect(Collectors.joining());
        return "\nif %s {\n%s%s}\n".formatted(condition, block, rule.stop() ? "    stop;\n" : "");
    }

    private static boolean flags(Rule.Deed deed) {
        return switch (deed.kind()) {
            case LABEL, STAR, READ -> true;
            case MOVE, FORWARD, DELETE -> false;
        };
    }

    private static String test(Rule.Test test) {
        if (test.field() == Rule.Field.SIZE) {
            var side = test.operator() == Rule.Operator.SMALLER ? ":under " : ":over ";
            return "size " + side + Long.parseLong(test.value().strip()) + "K";
        }
        var positive =
                "%s %s :comparator \"i;unicode-casemap\" %s%s"
                        .formatted(
                                test.field() == Rule.Field.BODY ? "body :text" : "header",
                                matching(test),
                                fields(test.field()),
                                quoted(test.value()));
        return test.operator() == Rule.Operator.CONTAINS_NOT ? "not " + positive : positive;
    }

    private static String matching(Rule.Test test) {
        return switch (test.operator()) {
            case IS -> ":is";
            case MATCHES -> ":matches";
            case CONTAINS, CONTAINS_NOT, LARGER, SMALLER -> ":contains";
        };
    }

    private static String fields(Rule.Field field) {
        return switch (field) {
            case FROM -> "[\"From\", \"Sender\"] ";
            case TO -> "[\"To\", \"Cc\", \"Resent-To\"] ";
            case SUBJECT -> "\"Subject\" ";
            case LIST -> "\"List-Id\" ";
            case BODY -> "";
            case SIZE -> throw new IllegalArgumentException("a size is no field");
        };
    }

    private static String deed(Rule.Deed deed) {
        return switch (deed.kind()) {
            case MOVE, DELETE -> "fileinto :create " + quoted(deed.value()) + ";";
            case LABEL -> "addflag " + quoted(deed.value()) + ";";
            case STAR -> "addflag \"\\\\Flagged\";";
            case READ -> "addflag \"\\\\Seen\";";
            case FORWARD -> "redirect :copy " + quoted(deed.value()) + ";";
        };
    }

    /** RFC 5228 §2.4.2: only these two need a backslash. NUL cannot stand in a script. */
    static String quoted(String value) {
        return '"' + value.replace("\0", "").replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
