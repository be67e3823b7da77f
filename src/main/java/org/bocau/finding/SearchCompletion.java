package org.bocau.finding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bocau.contacts.Contacts;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.message.SearchText;
import org.bocau.search.Operator;
import org.bocau.triage.Labels;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * What the word before the cursor may become: an operator, somebody, a folder, a label, a state.
 */
@Component
class SearchCompletion {
    private static final int MOST = 8;
    private static final int MOST_OPERATORS = 4;
    private static final List<Operator> FIRST =
            List.of(
                    Operator.FROM,
                    Operator.SUBJECT,
                    Operator.HAS,
                    Operator.IS,
                    Operator.IN,
                    Operator.NEWER_THAN);
    private static final List<String> STATES =
            List.of(
                    "unread",
                    "starred",
                    "answered",
                    "snoozed",
                    "read",
                    "forwarded",
                    "draft",
                    "muted");

    private final Contacts contacts;
    private final FolderStore folders;
    private final Labels labels;
    private final MessageSource messages;

    SearchCompletion(
            Contacts contacts, FolderStore folders, Labels labels, MessageSource messages) {
        this.contacts = contacts;
        this.folders = folders;
        this.labels = labels;
        this.messages = messages;
    }

    /**
     * One of the choices.
     *
     * @param label what is written
     * @param about what it means, may be empty
     * @param text the whole box when it is chosen
     * @param at where the cursor is then
     * @param colour of a label, else empty
     */
    record Completion(String label, String about, String text, int at, String colour) {}

    List<Completion> of(MailAccount account, String text, int cursor, Locale locale) {
        int start = start(text, cursor);
        var word = text.substring(start, cursor);
        boolean not = word.startsWith("-");
        var sought = not ? word.substring(1) : word;
        int colon = sought.indexOf(':');
        Stream<Choice> choices =
                colon < 0
                        ? words(account, sought, locale)
                        : values(
                                account,
                                sought.substring(0, colon).toLowerCase(Locale.ROOT),
                                sought.substring(colon + 1),
                                locale);
        return choices.limit(MOST)
                .map(choice -> {
                    var put =
                            (not ? "-" : "")
                                    + choice.put()
                                    + (choice.put().endsWith(":") ? "" : " ");
                    var rest = text.substring(cursor);
                    var whole =
                            text.substring(0, start)
                                    + put
                                    + (put.endsWith(" ") ? rest.stripLeading() : rest);
                    return new Completion(
                            choice.put(),
                            choice.about(),
                            whole,
                            start + put.length(),
                            choice.colour());
                })
                .toList();
    }

    /** What is put in place of the word. */
    private record Choice(String put, String about, String colour) {
        Choice(String put, String about) {
            this(put, about, "");
        }
    }

    /** Where the word before the cursor begins; a quote that is open belongs to it. */
    private static int start(String text, int cursor) {
        int start = cursor;
        boolean quoted = text.substring(0, cursor).chars().filter(c -> c == '"').count() % 2 == 1;
        if (quoted) start = text.lastIndexOf('"', cursor - 1);
        while (start > 0
                && !Character.isWhitespace(text.charAt(start - 1))
                && text.charAt(start - 1) != '(') start--;
        return start;
    }

    private Stream<Choice> words(MailAccount account, String sought, Locale locale) {
        if (sought.isEmpty()) return FIRST.stream().map(one -> choice(one, locale));
        var lower = sought.toLowerCase(Locale.ROOT);
        var operators =
                Arrays.stream(Operator.values())
                        .filter(one -> one.word().startsWith(lower))
                        .limit(MOST_OPERATORS)
                        .map(one -> choice(one, locale));
        return Stream.of(
                        operators,
                        people(account, "from", sought),
                        folders(account, sought, locale),
                        labels(account, sought))
                .flatMap(all -> all);
    }

    private Choice choice(Operator operator, Locale locale) {
        return new Choice(operator.word() + ":", say("search.operator." + operator.word(), locale));
    }

    private Stream<Choice> values(
            MailAccount account, String operator, String value, Locale locale) {
        var sought = value.replace("\"", "");
        return switch (operator) {
            case "from", "to", "cc", "bcc" -> people(account, operator, sought);
            case "in", "folder" -> folders(account, sought, locale);
            case "label" -> labels(account, sought);
            case "is" -> fixed("is", STATES, sought, locale);
            case "has" -> fixed("has", List.of("attachment"), sought, locale);
            case "before", "after", "since" ->
                    fixed(operator, List.of("today", "yesterday"), sought, locale);
            case "newer_than", "older_than" ->
                    fixed(operator, List.of("1d", "7d", "1m", "1y"), sought, locale);
            case "larger", "smaller" -> fixed(operator, List.of("1M", "5M", "10M"), sought, locale);
            default -> Stream.of();
        };
    }

    private Stream<Choice> people(MailAccount account, String operator, String sought) {
        return contacts.complete(account.id(), sought).stream()
                .filter(one -> one.members() == 0)
                .map(one ->
                        new Choice(operator + ":" + SearchForm.quoted(one.address()), one.name()));
    }

    private Stream<Choice> folders(MailAccount account, String sought, Locale locale) {
        var folded = SearchText.folded(sought);
        var found = new ArrayList<Choice>();
        for (var folder : folders.names(account).all()) {
            if (!folder.selectable()) continue;
            var title = title(folder, locale);
            var named = SearchPages.named(folder);
            boolean fits =
                    SearchText.folded(title).contains(folded)
                            || SearchText.folded(named).contains(folded);
            if (fits) found.add(new Choice("in:" + SearchForm.quoted(named), title));
        }
        return found.stream();
    }

    /** By the name people see, painted as they know it. */
    private Stream<Choice> labels(MailAccount account, String sought) {
        var folded = SearchText.folded(sought);
        return labels.all(account.id()).stream()
                .filter(label ->
                        SearchText.folded(label.name()).contains(folded)
                                || label.keyword().contains(folded))
                .map(label ->
                        new Choice(
                                "label:" + SearchForm.quoted(label.name()),
                                label.name(),
                                label.colour().key()));
    }

    private String title(Folder folder, Locale locale) {
        var role = folder.role();
        return role == null ? folder.title() : say("folder." + role.key(), locale);
    }

    private Stream<Choice> fixed(
            String operator, List<String> values, String sought, Locale locale) {
        var lower = sought.toLowerCase(Locale.ROOT);
        return values.stream()
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(lower))
                .map(value ->
                        new Choice(
                                operator + ":" + value,
                                say("search.value." + value.toLowerCase(Locale.ROOT), locale)));
    }

    /** Empty where there is nothing to say. */
    private String say(String key, Locale locale) {
        var said = messages.getMessage(key, null, "", locale);
        return said == null ? "" : said;
    }
}
