package org.bocau.actions;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bocau.finding.SearchPages;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.ImapConnection;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.MessageKey;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.preferences.Preferences;
import org.bocau.triage.Uids;
import org.springframework.stereotype.Service;

/** Messages by what they belong to: a folder, a search, a conversation. */
@Service
class Scope {
    private static final long[] NONE = {};

    private final MailClient client;
    private final SearchPages search;
    private final Steps steps;
    private final Preferences preferences;

    Scope(MailClient client, SearchPages search, Steps steps, Preferences preferences) {
        this.client = client;
        this.search = search;
        this.steps = steps;
        this.preferences = preferences;
    }

    /**
     * @param in a folder's path; empty for what is searched for
     * @param q what was searched for, which is all there is to a search; empty for all messages of
     *     the folder
     * @param zone whose days {@code before:} means
     * @return UIDs of each mailbox that has any; 8 octets a message
     * @throws NoSuchMailException neither names anything
     */
    Map<MailboxPath, long[]> messages(
            MailAccount account, Folders folders, String in, String q, ZoneId zone) {
        if (!q.isBlank()) {
            var text = in.isEmpty() ? q : SearchPages.within(q, folders, in);
            return found(account, folders, text, zone);
        }
        if (in.isEmpty()) throw new NoSuchMailException("all of nothing");
        var folder = folders.at(new MailboxPath(in));
        var uids =
                client.in(
                        account,
                        folder.name(),
                        connection -> connection.exists() == 0 ? NONE : connection.allUids());
        return uids.length == 0 ? Map.of() : Map.of(folder.path(), uids);
    }

    /**
     * The conversations of these messages, as far as they are in the same folder; the messages
     * alone for those who read them one by one.
     *
     * @throws NoSuchMailException a folder or a key does not exist
     */
    List<String> conversations(MailAccount account, List<String> keys, Folders folders) {
        if (!preferences.of(account.id()).conversations()) return keys;
        var whole = new ArrayList<>(keys);
        MessageKey.routes(keys)
                .forEach((route, uids) -> {
                    var folder = folders.at(route.from());
                    for (var uid : inThreads(account, folder.name(), uids))
                        whole.add(folder.path() + ":" + uid);
                });
        return whole;
    }

    private long[] inThreads(MailAccount account, String mailbox, long[] uids) {
        var threads =
                steps.threads(account, mailbox, Uids.of(uids)).values().stream()
                        .filter(thread -> !thread.isEmpty())
                        .distinct()
                        .limit(ImapConnection.MOST_THREADS)
                        .toList();
        return client.in(account, mailbox, connection -> connection.inThreads(threads));
    }

    private Map<MailboxPath, long[]> found(
            MailAccount account, Folders folders, String q, ZoneId zone) {
        var read = search.read(account, folders, q, zone);
        if (read.expression() == null) throw new NoSuchMailException("all of nothing");
        var found = new LinkedHashMap<MailboxPath, long[]>();
        search.all(account, folders, read, zone)
                .forEach((folder, uids) -> found.put(folder.path(), uids));
        return found;
    }
}
