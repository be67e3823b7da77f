package org.bocau.webmail;

import jakarta.mail.Flags;
import jakarta.mail.search.FlagTerm;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.mailclient.SearchQuery;
import org.bocau.triage.Label;
import org.bocau.triage.Labels;
import org.bocau.webmail.Triage.Order;
import org.bocau.webmail.Triage.Verb;
import org.springframework.stereotype.Service;

/** Messages by label, over all folders. */
@Service
class LabelledMail {
    private static final int FOLDERS_LOOKED_AT = 8;

    private final MailClient client;
    private final MessageLists lists;
    private final FolderStore store;
    private final Labels labels;
    private final Triage triage;
    private final int pageSize;

    LabelledMail(
            MailClient client,
            MessageLists lists,
            FolderStore store,
            Labels labels,
            Triage triage,
            WebmailProperties limits) {
        this.client = client;
        this.lists = lists;
        this.store = store;
        this.labels = labels;
        this.triage = triage;
        this.pageSize = limits.pageSize();
    }

    /** A page of the messages that have the label, the newest first. */
    MessagePage page(MailAccount account, Folders folders, Label label, SearchCursor cursor) {
        var found = lists.searchAll(account, searched(folders), query(label), cursor);
        var all = found.stream().flatMap(f -> f.rows().stream()).toList();
        var rows =
                all.stream()
                        .sorted(Comparator.comparing(MessageRow::receivedAt).reversed())
                        .limit(pageSize)
                        .toList();
        long total = found.stream().mapToLong(MessageLists.Found::count).sum();
        boolean more =
                all.size() > rows.size()
                        || found.stream().anyMatch(f -> f.rows().size() == pageSize);
        var older = more ? "cursor=" + cursor.past(rows) : null;
        return new MessagePage(rows, total, older, null);
    }

    private static List<Folder> searched(Folders folders) {
        return folders.selectable().stream()
                .filter(f -> !f.shared() && !f.is(Role.JUNK) && !f.is(Role.TRASH))
                .toList();
    }

    private static SearchQuery query(Label label) {
        return new SearchQuery(label.keyword(), new FlagTerm(new Flags(label.keyword()), true));
    }

    /** Takes the label off all messages, wherever they are, by a job. */
    void takeOff(MailAccount account, Label label) {
        var folders = store.list(account);
        var messages = new LinkedHashMap<MailboxPath, long[]>();
        for (var folder : folders.selectable()) {
            if (folder.shared()) continue;
            var uids = client.in(account, folder.name(), c -> c.uidSearch(query(label)));
            if (uids.length > 0) messages.put(folder.path(), uids);
        }
        if (!messages.isEmpty())
            triage.begin(
                    account, folders, new Order(Verb.UNLABEL, label.keyword(), null), messages);
    }

    /** Keywords that messages have, which could be labels and are none yet. */
    List<String> strangeKeywords(MailAccount account, Folders folders) {
        var known =
                labels.all(account.id()).stream().map(Label::keyword).collect(Collectors.toSet());
        var strange = new TreeSet<String>();
        searched(folders).stream()
                .limit(FOLDERS_LOOKED_AT)
                .forEach(folder -> {
                    for (var keyword : keywords(account, folder)) {
                        var key = keyword.toLowerCase(Locale.ROOT);
                        if (Labels.adoptable(key) && !known.contains(key)) strange.add(key);
                    }
                });
        return List.copyOf(strange);
    }

    private List<String> keywords(MailAccount account, Folder folder) {
        try {
            return client.with(
                    account,
                    connection -> {
                        var flags = connection.examine(folder.name()).availableFlags;
                        return flags == null ? List.of() : List.of(flags.getUserFlags());
                    });
        } catch (NoSuchMailException _) { // deleted meanwhile
            return List.of();
        }
    }
}
