package org.bocau.finding;

import java.util.List;
import java.util.Locale;
import org.bocau.search.Expression;
import org.bocau.search.Query;
import org.bocau.webmail.DateView;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What was understood of a query, condition by condition, in words. */
@Component
class SearchChips {
    private final MessageSource messages;

    SearchChips(MessageSource messages) {
        this.messages = messages;
    }

    /**
     * One condition.
     *
     * @param without the query without it
     */
    record Chip(String label, String without) {}

    List<Chip> of(Query query, DateView dates) {
        return query.parts().stream()
                .map(part -> {
                    var label = label(part.expression(), dates);
                    return new Chip(label == null ? query.of(part) : label, query.without(part));
                })
                .toList();
    }

    /** Null for what is best said as it was typed. */
    private @Nullable String label(Expression expression, DateView dates) {
        return switch (expression) {
            case Expression.And _, Expression.Or _ -> null;
            case Expression.Not not -> {
                var inner = label(not.part(), dates);
                yield inner == null ? null : say(dates, "not", inner);
            }
            case Expression.Text text ->
                    say(
                            dates,
                            key(text.place().name()),
                            text.phrase() ? "“" + text.text() + "”" : text.text());
            case Expression.Attachment _ -> say(dates, "attachment");
            case Expression.Label label -> say(dates, "label", label.name());
            case Expression.In in -> say(dates, "in", folder(in.folder(), dates.locale()));
            case Expression.Is is -> say(dates, "is." + key(is.state().name()));
            case Expression.Before before -> say(dates, "before", day(before.day(), dates));
            case Expression.Since since -> say(dates, "since", day(since.day(), dates));
            case Expression.OlderThan older -> say(dates, "older", age(older.age(), dates));
            case Expression.NewerThan newer -> say(dates, "newer", age(newer.age(), dates));
            case Expression.Larger larger -> say(dates, "larger", dates.size(larger.octets()));
            case Expression.Smaller smaller -> say(dates, "smaller", dates.size(smaller.octets()));
        };
    }

    private String say(DateView dates, String key, Object... arguments) {
        return messages.getMessage("search.chip." + key, arguments, dates.locale());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** A role in the interface's words, anything else as it was typed. */
    private String folder(String typed, Locale locale) {
        var said = messages.getMessage("folder." + key(typed), null, typed, locale);
        return said == null ? typed : said;
    }

    private static String day(java.time.LocalDate day, DateView dates) {
        return java.time.format.DateTimeFormatter.ofLocalizedDate(
                        java.time.format.FormatStyle.MEDIUM)
                .withLocale(dates.locale())
                .format(day);
    }

    private String age(Expression.Age age, DateView dates) {
        var days = age.days();
        if (age.hours() > 0) return say(dates, "hours", age.hours());
        if (days.getYears() > 0) return say(dates, "years", days.getYears());
        if (days.getMonths() > 0) return say(dates, "months", days.getMonths());
        return say(dates, "days", days.getDays());
    }
}
