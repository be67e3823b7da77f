package org.bocau.actions;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bocau.triage.Labels;
import org.bocau.webmail.MailPages;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * What a button over a list asks for.
 *
 * @param action a verb's key, with an argument where it has one: {@code move:~Work}, {@code
 *     label:work,urgent}, {@code snooze:tomorrow}
 * @param one a verb and one message, {@code star inbox:12}: buttons of single rows; comes before
 *     the rest
 * @param m keys of the chosen messages or conversations
 * @param label keywords, for {@code label} and {@code unlabel} without an argument
 * @param until a local date and time, for {@code snooze} without an argument
 * @param all not the keys, but all messages of the folder {@code in}, or that {@code q} finds
 * @param conversations not these messages alone, but their conversations in the same folder
 * @param confirmed messages that cannot come back are only removed with this
 * @param back the page to return to
 * @param next the page that follows where the open message goes away; null: {@code back}
 */
record Asked(
        @Nullable String action,
        @Nullable String one,
        @Nullable List<String> m,
        @Nullable List<String> label,
        @Nullable String until,
        @Nullable Boolean all,
        @Nullable String in,
        @Nullable String q,
        @Nullable Boolean conversations,
        @Nullable Boolean confirmed,
        @Nullable String back,
        @Nullable String next) {
    /** The keyword that other programs know for important messages, too. */
    static final String IMPORTANT = "$important";

    private static final int MAX_LABELS = 20;

    /** What the open message goes away by. */
    private static final Set<String> REMOVING =
            Set.of(
                    "archive",
                    "delete",
                    "destroy",
                    "junk",
                    "not-junk",
                    "move",
                    "snooze",
                    "wake",
                    "mute");

    private String whole() {
        if (one != null) return one.substring(0, Math.max(0, one.indexOf(' ')));
        return action == null ? "" : action;
    }

    String verb() {
        int colon = whole().indexOf(':');
        return colon < 0 ? whole() : whole().substring(0, colon);
    }

    /** What stands after the verb; empty if nothing. */
    String argument() {
        int colon = whole().indexOf(':');
        return colon < 0 ? "" : whole().substring(colon + 1);
    }

    public List<String> keys() {
        if (one != null) return List.of(one.substring(one.indexOf(' ') + 1));
        return m == null ? List.of() : m;
    }

    public boolean everything() {
        return Boolean.TRUE.equals(all) && one == null;
    }

    String inOrAll() {
        return in == null ? "" : in;
    }

    String query() {
        return q == null ? "" : q;
    }

    /** The keywords named, each of which can be one. */
    List<String> labels() {
        var named = new ArrayList<>(label == null ? List.<String>of() : label);
        if (!argument().isEmpty()) named.addAll(List.of(argument().split(",")));
        if (named.size() > MAX_LABELS || !named.stream().allMatch(Labels::adoptable))
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        return named.stream().map(k -> k.toLowerCase(java.util.Locale.ROOT)).distinct().toList();
    }

    /** When a message is to come back, as it was chosen or typed. */
    String time() {
        return argument().isEmpty() || argument().equals("pick")
                ? (until == null ? "" : until)
                : argument();
    }

    /** The page to show when it has been done. */
    String leadsTo() {
        return MailPages.back(next != null && REMOVING.contains(verb()) ? next : back);
    }

    /** It names a time, which may be none to come. */
    boolean snoozes() {
        return verb().equals("snooze") && !time().isEmpty();
    }

    /** A form has to be asked something before it can be done. */
    boolean needsAnswer() {
        return !question().isEmpty();
    }

    /** What: the page's name. */
    String question() {
        return switch (verb()) {
            case "destroy" -> Boolean.TRUE.equals(confirmed) ? "" : "destroy";
            case "label" -> labels().isEmpty() ? "label" : "";
            case "snooze" -> time().isEmpty() ? "snooze" : "";
            case "move" -> argument().isEmpty() ? "move" : "";
            default -> "";
        };
    }
}
