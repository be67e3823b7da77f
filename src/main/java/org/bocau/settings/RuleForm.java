package org.bocau.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bocau.account.FieldRefusal;
import org.bocau.message.EmailAddress;
import org.bocau.rules.Rule;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it is typed; what a request leaves out is empty. The conditions are in three columns,
 * one without a value is none.
 *
 * @param match {@code all} or {@code any}
 * @param folder IMAP name of where it is moved; empty to leave it
 * @param label a keyword
 */
record RuleForm(
        @Nullable String name,
        @Nullable String match,
        @Nullable List<String> field,
        @Nullable List<String> operator,
        @Nullable List<String> value,
        @Nullable String folder,
        @Nullable String label,
        boolean star,
        boolean read,
        @Nullable String forward,
        boolean delete,
        boolean stop) {
    /** Rows of conditions of a form. */
    static final int ROWS = 5;

    private static final int LONGEST = 500;
    private static final Pattern KEYWORD =
            Pattern.compile("[^\\x00-\\x20(){%*\"\\\\\\]\\x7f-\\uffff]{1,50}");
    private static final Pattern KILOBYTES = Pattern.compile("\\s*[0-9]{1,7}\\s*");

    static RuleForm of(Rule rule) {
        var fields = new ArrayList<String>();
        var operators = new ArrayList<String>();
        var values = new ArrayList<String>();
        for (var test : rule.conditions()) {
            fields.add(test.field().name());
            operators.add(test.operator().name());
            values.add(test.value());
        }
        return new RuleForm(
                rule.name(),
                rule.all() ? "all" : "any",
                fields,
                operators,
                values,
                deed(rule, Rule.Kind.MOVE),
                deed(rule, Rule.Kind.LABEL),
                has(rule, Rule.Kind.STAR),
                has(rule, Rule.Kind.READ),
                deed(rule, Rule.Kind.FORWARD),
                has(rule, Rule.Kind.DELETE),
                rule.stop());
    }

    private static boolean has(Rule rule, Rule.Kind kind) {
        return rule.deeds().stream().anyMatch(deed -> deed.kind() == kind);
    }

    private static String deed(Rule rule, Rule.Kind kind) {
        return rule.deeds().stream()
                .filter(deed -> deed.kind() == kind)
                .map(Rule.Deed::value)
                .findFirst()
                .orElse("");
    }

    /** One line of the form, for the page. */
    record Row(String field, String operator, String value) {}

    /** As many as a form has, those that are filled in first. */
    public List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (int i = 0; i < ROWS || i < size(value); i++) {
            rows.add(new Row(at(field, i, "FROM"), at(operator, i, "CONTAINS"), at(value, i, "")));
        }
        return rows;
    }

    private static int size(@Nullable List<String> list) {
        return list == null ? 0 : Math.min(list.size(), 20);
    }

    private static String at(@Nullable List<String> list, int i, String otherwise) {
        return i < size(list) && list != null && list.get(i) != null ? list.get(i) : otherwise;
    }

    private static String given(@Nullable String typed) {
        return typed == null ? "" : typed.strip();
    }

    /**
     * @param trash IMAP name of the folder for what is deleted
     * @throws FieldRefusal what is typed there is not what it should be
     */
    Rule rule(String id, boolean enabled, String trash) {
        var conditions = conditions();
        var deeds = deeds(trash);
        if (deeds.isEmpty()) throw new FieldRefusal("folder", "refusal.rule.nothing");
        if (given(name).length() > LONGEST) throw new FieldRefusal("name", "refusal.rule.long");
        var shown = given(name).isEmpty() ? summary(conditions) : given(name);
        return new Rule(id, shown, enabled, !"any".equals(match), conditions, deeds, stop);
    }

    private static String summary(List<Rule.Test> conditions) {
        return conditions.isEmpty() ? "*" : conditions.getFirst().value();
    }

    private List<Rule.Test> conditions() {
        var conditions = new ArrayList<Rule.Test>();
        for (var row : rows()) {
            if (!row.value().isBlank()) conditions.add(condition(row));
        }
        return conditions;
    }

    private static Rule.Test condition(Row row) {
        var field = chosen(Rule.Field.values(), row.field());
        var operator = chosen(Rule.Operator.values(), row.operator());
        boolean size = field == Rule.Field.SIZE;
        boolean compares = operator == Rule.Operator.LARGER || operator == Rule.Operator.SMALLER;
        if (size != compares) throw new FieldRefusal("value", "refusal.rule.operator");
        if (size && !KILOBYTES.matcher(row.value()).matches()) {
            throw new FieldRefusal("value", "refusal.rule.size");
        }
        if (row.value().length() > LONGEST) throw new FieldRefusal("value", "refusal.rule.long");
        return new Rule.Test(field, operator, row.value().strip());
    }

    private static <E extends Enum<E>> E chosen(E[] all, String name) {
        for (var one : all) {
            if (one.name().equals(name)) return one;
        }
        throw new FieldRefusal("value", "refusal.setting.value");
    }

    private List<Rule.Deed> deeds(String trash) {
        var deeds = new ArrayList<Rule.Deed>();
        if (!given(label).isEmpty()) {
            if (!KEYWORD.matcher(given(label)).matches()) {
                throw new FieldRefusal("label", "refusal.rule.label");
            }
            deeds.add(new Rule.Deed(Rule.Kind.LABEL, given(label)));
        }
        if (star) deeds.add(new Rule.Deed(Rule.Kind.STAR, ""));
        if (read) deeds.add(new Rule.Deed(Rule.Kind.READ, ""));
        if (!given(forward).isEmpty()) deeds.add(new Rule.Deed(Rule.Kind.FORWARD, address()));
        if (delete) deeds.add(new Rule.Deed(Rule.Kind.DELETE, trash));
        else if (!given(folder).isEmpty()) {
            deeds.add(new Rule.Deed(Rule.Kind.MOVE, given(folder)));
        }
        return deeds;
    }

    private String address() {
        try {
            return EmailAddress.parse(given(forward)).toString();
        } catch (IllegalArgumentException no) {
            throw new FieldRefusal("forward", "refusal.rule.address", given(forward));
        }
    }
}
