package org.bocau.actions;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bocau.finding.SearchPages;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.springframework.stereotype.Service;

/** All messages that a list shows on all of its pages: of a folder, or of a search. */
@Service
class Scope {
    private static final long[] NONE = {};

    private final MailClient client;
    private final SearchPages search;

    Scope(MailClient client, SearchPages search) {
        this.client = client;
        this.search = search;
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
