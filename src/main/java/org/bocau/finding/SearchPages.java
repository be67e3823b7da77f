package org.bocau.finding;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bocau.mailclient.AccountSearch;
import org.bocau.mailclient.AccountSearch.Place;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.ImapConnection;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.SearchScope;
import org.bocau.message.SearchText;
import org.bocau.triage.Label;
import org.bocau.triage.Labels;
import org.bocau.webmail.ListRows;
import org.bocau.webmail.MessagePage;
import org.bocau.webmail.MessageRow;
import org.bocau.webmail.WebmailProperties;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * What searches find, over all folders, newest first. A link to older ones names the last message
 * shown, so mail that comes or goes meanwhile shifts nothing. The text of the query is the identity
 * of a search: the same text finds the same.
 */
@Service
public class SearchPages {
    private final MailClient client;
    private final Labels labels;
    private final Clock clock;
    private final int pageSize;

    SearchPages(MailClient client, Labels labels, WebmailProperties limits, Clock clock) {
        this.client = client;
        this.labels = labels;
        this.clock = clock;
        this.pageSize = limits.pageSize();
    }

    /**
     * The same search, in one folder only.
     *
     * @throws NoSuchMailException there is no folder at the path
     */
    public static String within(String q, Folders folders, String path) {
        var folder = folders.at(new MailboxPath(path));
        return (q + " in:" + SearchForm.quoted(named(folder))).strip();
    }

    /** As {@code in:} knows it. */
    static String named(Folder folder) {
        var role = folder.role();
        return role == null ? folder.name() : role.key();
    }

    /** Reads a search as this account means it: by its folders, its labels, its day. */
    public ReadSearch read(MailAccount account, Folders folders, String text, ZoneId zone) {
        var today = LocalDate.ofInstant(clock.instant(), zone);
        return ReadSearch.of(text, today, folders, name -> keyword(account, name));
    }

    /** Of the label that has this name or this keyword; any other keyword is itself. */
    private String keyword(MailAccount account, String name) {
        var folded = SearchText.folded(name);
        return labels.all(account.id()).stream()
                .filter(label ->
                        label.keyword().equals(folded)
                                || SearchText.folded(label.name()).equals(folded))
                .map(Label::keyword)
                .findFirst()
                .orElse(name);
    }

    /**
     * A page of results.
     *
     * @param after the place of the last one shown, from a link; null from the newest
     */
    public MessagePage page(
            MailAccount account,
            Folders folders,
            ReadSearch search,
            ZoneId zone,
            @Nullable String after) {
        if (search.expression() == null) return new MessagePage(List.of(), 0, null, null);
        var scope = SearchScope.of(search.expression(), folders);
        return client.with(
                account,
                connection -> {
                    var found =
                            new AccountSearch(connection, scope, clock.instant(), zone)
                                    .newest(after, pageSize);
                    var rows = rows(connection, found.places());
                    var older =
                            found.more() ? older(search, found.places().getLast().cursor()) : null;
                    return new MessagePage(rows, found.total(), older, null);
                });
    }

    private static String older(ReadSearch search, String cursor) {
        return query(search.query().text()) + "&after=" + escaped(cursor);
    }

    /** The query of a link to a search. */
    static String query(String text) {
        return "q=" + escaped(text);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** In the order of the places; those that have just gone are missing. */
    private static List<MessageRow> rows(ImapConnection connection, List<Place> places)
            throws ProtocolException {
        var uids = new LinkedHashMap<Folder, List<Long>>();
        for (var place : places) {
            uids.computeIfAbsent(place.folder(), _ -> new ArrayList<>()).add(place.uid());
        }
        var found = new HashMap<String, MessageRow>();
        for (var one : uids.entrySet()) {
            var folder = one.getKey();
            try {
                connection.enter(folder.name());
            } catch (CommandFailedException _) { // deleted since it was searched
                continue;
            }
            var wanted = one.getValue().stream().mapToLong(Long::longValue).toArray();
            for (var row : new ListRows(connection, folder).uids(wanted)) {
                found.put(folder.path() + " " + row.uid(), row);
            }
        }
        return places.stream()
                .map(place -> found.get(place.folder().path() + " " + place.uid()))
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    /** UIDs of all that a search finds, ascending, by folder: for what is done to all of it. */
    public Map<Folder, long[]> all(
            MailAccount account, Folders folders, ReadSearch search, ZoneId zone) {
        if (search.expression() == null) return Map.of();
        var scope = SearchScope.of(search.expression(), folders);
        return client.with(account, connection -> all(connection, scope, zone));
    }

    private Map<Folder, long[]> all(ImapConnection connection, SearchScope scope, ZoneId zone)
            throws ProtocolException, IOException {
        return new AccountSearch(connection, scope, clock.instant(), zone).all();
    }
}
