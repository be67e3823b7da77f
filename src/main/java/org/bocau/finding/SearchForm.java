package org.bocau.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.bocau.search.Expression;
import org.bocau.search.Expression.Place;
import org.bocau.search.Expression.State;
import org.bocau.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * The search in fields, for who does not type operators; it becomes a query's text.
 *
 * @param words and whatever no field is for
 * @param larger in megabytes
 * @param attachment null, as the others, where the box is not ticked
 */
record SearchForm(
        @Nullable String from,
        @Nullable String to,
        @Nullable String subject,
        @Nullable String words,
        @Nullable String without,
        @Nullable String folder,
        @Nullable String after,
        @Nullable String before,
        @Nullable String larger,
        @Nullable Boolean attachment,
        @Nullable Boolean unread,
        @Nullable Boolean starred) {

    /** As it would be typed into the box. */
    String text() {
        var text = new StringJoiner(" ");
        add(text, "from:", from);
        add(text, "to:", to);
        add(text, "subject:", subject);
        if (words != null && !words.isBlank()) text.add(words.strip());
        if (without != null && !without.isBlank()) {
            for (var word : without.strip().split("\\s+", -1)) text.add("-" + word);
        }
        add(text, "in:", folder);
        add(text, "after:", after);
        add(text, "before:", before);
        add(text, "larger:", larger == null || larger.isBlank() ? null : larger.strip() + "M");
        if (Boolean.TRUE.equals(attachment)) text.add("has:attachment");
        if (Boolean.TRUE.equals(unread)) text.add("is:unread");
        if (Boolean.TRUE.equals(starred)) text.add("is:starred");
        return text.toString();
    }

    private static void add(StringJoiner text, String operator, @Nullable String value) {
        if (value != null && !value.isBlank()) text.add(operator + quoted(value));
    }

    /** In quotes where it has to be. */
    static String quoted(String value) {
        var clean = value.replace("\"", " ").strip();
        return clean.chars().anyMatch(c -> Character.isWhitespace(c) || c == '(' || c == ')')
                ? '"' + clean + '"'
                : clean;
    }

    /** The fields that a query can be shown in; what they have no place for stays text. */
    static SearchForm of(Query query) {
        var words = new ArrayList<String>();
        var without = new ArrayList<String>();
        var fields = new Fields();
        for (var part : query.parts()) {
            boolean taken = fields.take(part.expression());
            if (taken) continue;
            if (part.expression() instanceof Expression.Not(Expression.Text text)
                    && text.place() == Place.ANYWHERE
                    && !text.phrase()) {
                without.add(text.text());
            } else {
                words.add(query.of(part));
            }
        }
        return fields.form(words, without);
    }

    /** Fills each field once. */
    private static final class Fields {
        private @Nullable String from;
        private @Nullable String to;
        private @Nullable String subject;
        private @Nullable String folder;
        private @Nullable String after;
        private @Nullable String before;
        private boolean attachment;
        private boolean unread;
        private boolean starred;

        boolean take(Expression expression) {
            switch (expression) {
                case Expression.Text(Place place, String text, boolean _)
                        when place == Place.FROM && from == null ->
                        from = text;
                case Expression.Text(Place place, String text, boolean _)
                        when place == Place.TO && to == null ->
                        to = text;
                case Expression.Text(Place place, String text, boolean _)
                        when place == Place.SUBJECT && subject == null ->
                        subject = text;
                case Expression.In in when folder == null -> folder = in.folder();
                case Expression.Since since when after == null -> after = since.day().toString();
                case Expression.Before day when before == null -> before = day.day().toString();
                case Expression.Attachment _ -> attachment = true;
                case Expression.Is(State state) when state == State.UNREAD -> unread = true;
                case Expression.Is(State state) when state == State.STARRED -> starred = true;
                default -> {
                    return false;
                }
            }
            return true;
        }

        SearchForm form(List<String> words, List<String> without) {
            return new SearchForm(
                    from,
                    to,
                    subject,
                    String.join(" ", words),
                    String.join(" ", without),
                    folder,
                    after,
                    before,
                    null,
                    attachment,
                    unread,
                    starred);
        }
    }
}
