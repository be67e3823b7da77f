package org.bocau.search;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bocau.search.Expression.Age;
import org.bocau.search.Expression.Is;
import org.bocau.search.Expression.Place;
import org.bocau.search.Expression.State;
import org.bocau.search.Expression.Text;
import org.jspecify.annotations.Nullable;

/** Reads one condition: an operator and its value, or a word. */
final class CriterionReader {
    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)([kmg]?)i?b?", Pattern.CASE_INSENSITIVE);
    private static final Pattern AGE =
            Pattern.compile("(\\d{1,4})([hdwmy])", Pattern.CASE_INSENSITIVE);
    private static final Pattern YEAR_FIRST =
            Pattern.compile("(\\d{4})(?:[-/.](\\d{1,2})(?:[-/.](\\d{1,2}))?)?");
    private static final Pattern DAY_FIRST =
            Pattern.compile("(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})");

    private final LocalDate today;
    private final List<Problem> problems;

    CriterionReader(LocalDate today, List<Problem> problems) {
        this.today = today;
        this.problems = problems;
    }

    /**
     * Null when nothing of it can be looked for; then a problem says so.
     *
     * @param written as it stands in the box
     */
    @Nullable Expression read(
            @Nullable String operator, String value, boolean quoted, String written) {
        if (operator == null) {
            return value.isEmpty() ? null : new Text(Place.ANYWHERE, value, quoted);
        }
        var known = Operator.named(operator);
        if (known.isEmpty()) {
            problems.add(new Problem(Problem.Kind.NO_OPERATOR, operator + ":"));
            return new Text(Place.ANYWHERE, operator + ":" + value, quoted);
        }
        if (value.isEmpty()) {
            problems.add(new Problem(Problem.Kind.NO_VALUE, known.get().word() + ":"));
            return null;
        }
        return switch (known.get()) {
            case FROM -> new Text(Place.FROM, value, quoted);
            case TO -> new Text(Place.TO, value, quoted);
            case CC -> new Text(Place.CC, value, quoted);
            case BCC -> new Text(Place.BCC, value, quoted);
            case SUBJECT -> new Text(Place.SUBJECT, value, quoted);
            case BODY -> new Text(Place.BODY, value, quoted);
            case LIST -> new Text(Place.LIST, value, quoted);
            case FILENAME -> new Text(Place.FILENAME, value, quoted);
            case LABEL -> new Expression.Label(value);
            case IN -> new Expression.In(value);
            case IS -> or(State.named(value).map(Is::new), Problem.Kind.STATE, written);
            case HAS -> has(value, written);
            case BEFORE -> or(date(value).map(Expression.Before::new), Problem.Kind.DATE, written);
            case AFTER -> or(date(value).map(Expression.Since::new), Problem.Kind.DATE, written);
            case OLDER_THAN ->
                    or(age(value).map(Expression.OlderThan::new), Problem.Kind.AGE, written);
            case NEWER_THAN ->
                    or(age(value).map(Expression.NewerThan::new), Problem.Kind.AGE, written);
            case LARGER -> or(size(value).map(Expression.Larger::new), Problem.Kind.SIZE, written);
            case SMALLER ->
                    or(size(value).map(Expression.Smaller::new), Problem.Kind.SIZE, written);
        };
    }

    private @Nullable Expression or(
            Optional<? extends Expression> read, Problem.Kind otherwise, String written) {
        if (read.isPresent()) return read.get();
        problems.add(new Problem(otherwise, written));
        return null;
    }

    private @Nullable Expression has(String value, String written) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "attachment", "attachments", "file" -> new Expression.Attachment();
            case "star" -> new Is(State.STARRED);
            default -> or(Optional.empty(), Problem.Kind.HAS, written);
        };
    }

    /** A day; of a month or a year the first. */
    private Optional<LocalDate> date(String value) {
        var word = value.toLowerCase(Locale.ROOT);
        if (word.equals("today")) return Optional.of(today);
        if (word.equals("yesterday")) return Optional.of(today.minusDays(1));
        var year = YEAR_FIRST.matcher(value);
        if (year.matches()) return date(year.group(1), year.group(2), year.group(3));
        var day = DAY_FIRST.matcher(value);
        return day.matches() ? date(day.group(3), day.group(2), day.group(1)) : Optional.empty();
    }

    private static Optional<LocalDate> date(
            String year, @Nullable String month, @Nullable String day) {
        try {
            return Optional.of(
                    LocalDate.of(
                            Integer.parseInt(year),
                            month == null ? 1 : Integer.parseInt(month),
                            day == null ? 1 : Integer.parseInt(day)));
        } catch (DateTimeException _) { // the 31st of a short month
            return Optional.empty();
        }
    }

    private static Optional<Age> age(String value) {
        var age = AGE.matcher(value);
        if (!age.matches()) return Optional.empty();
        int n = Integer.parseInt(age.group(1));
        if (n == 0) return Optional.empty();
        return Optional.of(
                switch (age.group(2).toLowerCase(Locale.ROOT)) {
                    case "h" -> new Age(Period.ZERO, n);
                    case "d" -> new Age(Period.ofDays(n), 0);
                    case "w" -> new Age(Period.ofWeeks(n), 0);
                    case "m" -> new Age(Period.ofMonths(n), 0);
                    default -> new Age(Period.ofYears(n), 0);
                });
    }

    /** Octets, by powers of 1024. */
    private static Optional<Long> size(String value) {
        var size = SIZE.matcher(value);
        if (!size.matches()) return Optional.empty();
        double unit =
                switch (size.group(2).toLowerCase(Locale.ROOT)) {
                    case "k" -> 1024;
                    case "m" -> 1024 * 1024;
                    case "g" -> 1024 * 1024 * 1024;
                    default -> 1;
                };
        return Optional.of(
                Math.min(0xffff_ffffL, (long) (Double.parseDouble(size.group(1)) * unit)));
    }
}
