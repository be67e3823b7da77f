package org.bocau.actions;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bocau.actions.Triage.Order;
import org.bocau.actions.Triage.Verb;
import org.bocau.finding.SearchPages;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.ImapConnection;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.triage.Label;
import org.bocau.triage.Labels;
import org.bocau.webmail.MessagePage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Messages by label, over all folders. */
@Service
class LabelledMail {
    private static final int FOLDERS_LOOKED_AT = 8;

    private final MailClient client;
    private final SearchPages search;
    private final FolderStore store;
    private final Labels labels;
    private final Triage triage;

    LabelledMail(
            MailClient client,
            SearchPages search,
            FolderStore store,
            Labels labels,
            Triage triage) {
        this.client = client;
        this.search = search;
        this.store = store;
        this.labels = labels;
        this.triage = triage;
    }

    /**
     * A page of the messages that have the label, the newest first.
     *
     * @param after how far they have been shown; null from the newest
     */
    MessagePage page(
            MailAccount account,
            Folders folders,
            Label label,
            ZoneId zone,
            @Nullable String after) {
        var read = search.read(account, folders, "label:" + label.keyword(), zone);
        return search.page(account, folders, read, zone, after);
    }

    private static List<Folder> searched(Folders folders) {
        return folders.selectable().stream()
                .filter(f -> !f.shared() && !f.is(Role.JUNK) && !f.is(Role.TRASH))
                .toList();
    }

    /** Takes the label off all messages, wherever they are, by a job. */
    void takeOff(MailAccount account, Label label) {
        var folders = store.names(account);
        var messages = having(account, folders, label.keyword());
        if (!messages.isEmpty())
            triage.begin(
                    account, folders, new Order(Verb.UNLABEL, label.keyword(), null), messages);
    }

    /**
     * UIDs of all messages with the keyword, in the account's own folders; none of one that has
     * gone.
     */
    Map<MailboxPath, long[]> having(MailAccount account, Folders folders, String keyword) {
        var messages = new LinkedHashMap<MailboxPath, long[]>();
        for (var folder : folders.selectable()) {
            if (folder.shared()) continue;
            var uids = having(account, folder, keyword);
            if (uids.length > 0) messages.put(folder.path(), uids);
        }
        return messages;
    }

    private long[] having(MailAccount account, Folder folder, String keyword) {
        try {
            return client.in(account, folder.name(), c -> c.uidsWithKeyword(keyword));
        } catch (NoSuchMailException _) { // deleted meanwhile, and its labels with it
            return new long[0];
        }
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
            return client.in(account, folder.name(), ImapConnection::keywords);
        } catch (NoSuchMailException _) { // deleted meanwhile
            return List.of();
        }
    }
}
