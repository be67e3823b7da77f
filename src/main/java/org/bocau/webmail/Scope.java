package org.bocau.webmail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.mailclient.SearchQuery;
import org.springframework.stereotype.Service;

/** All messages that a list shows on all of its pages: of a folder, or of a search. */
@Service
class Scope {
    private static final long[] NONE = {};

    private final MailClient client;

    Scope(MailClient client) {
        this.client = client;
    }

    /**
     * @param in a folder's path; empty for all folders but Junk and Trash
     * @param q what was searched for; empty for all messages of the folder
     * @return UIDs of each mailbox that has any; 8 octets a message
     * @throws NoSuchMailException neither names anything
     */
    Map<MailboxPath, long[]> messages(MailAccount account, Folders folders, String in, String q) {
        var query = SearchQuery.parse(q);
        if (query == null && in.isEmpty()) throw new NoSuchMailException("all of nothing");
        var found = new LinkedHashMap<MailboxPath, long[]>();
        for (var folder : folders(folders, in)) {
            var uids =
                    client.in(
                            account,
                            folder.name(),
                            connection ->
                                    query != null
                                            ? connection.uidSearch(query)
                                            : connection.exists() == 0
                                                    ? NONE
                                                    : connection.allUids());
            if (uids.length > 0) found.put(folder.path(), uids);
        }
        return found;
    }

    private static List<Folder> folders(Folders folders, String in) {
        if (!in.isEmpty()) return List.of(folders.at(new MailboxPath(in)));
        return folders.selectable().stream()
                .filter(f -> !f.is(Role.JUNK) && !f.is(Role.TRASH))
                .toList();
    }
}
