package org.bocau.webmail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.ImapConnection;
import org.bocau.mailclient.Role;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * How many messages of one's own are in the conversations of a list: they lie in Sent, and whoever
 * opens a conversation sees them too. Asked of conversations that were answered, and of no others:
 * by one search for all of them (RFC 7377), and where it finds any by a look at which is whose.
 */
final class OwnAnswers {
    private static final int MOST_COUNTED = 2000; // of all conversations of a page

    private final ImapConnection connection;
    private final @Nullable String sent;

    /**
     * @param folders of the account
     * @param shown the folder of the list; what is in Sent itself is counted already
     */
    OwnAnswers(ImapConnection connection, Folders folders, Folder shown) {
        this.connection = connection;
        this.sent =
                folders.selectable().stream()
                        .filter(folder -> folder.is(Role.SENT))
                        .map(Folder::name)
                        .filter(name -> !name.equals(shown.name()))
                        .findFirst()
                        .orElse(null);
    }

    /**
     * The rows of these conversations, with the answers counted. The connection may be in Sent
     * afterwards.
     */
    List<MessageRow> counted(List<MessageRow> rows, List<FolderWalk.Group> groups)
            throws ProtocolException {
        var answered =
                groups.stream()
                        .filter(group -> group.answered() && !group.thread().isEmpty())
                        .map(FolderWalk.Group::thread)
                        .limit(ImapConnection.MOST_THREADS)
                        .toList();
        if (sent == null || answered.isEmpty()) return rows;
        var counts = counts(sent, answered);
        if (counts.isEmpty()) return rows;
        return rows.stream()
                .map(row -> row.withAnswers(counts.getOrDefault(row.thread(), 0)))
                .toList();
    }

    private Map<String, Integer> counts(String mailbox, List<String> threads)
            throws ProtocolException {
        var counts = new HashMap<String, Integer>();
        try {
            var uids =
                    MessageLists.newest(connection.inThreads(mailbox, threads), null, MOST_COUNTED);
            if (uids.length == 0) return counts;
            connection.look(mailbox);
            for (var fetch : connection.fetchUids(uids, "UID THREADID"))
                counts.merge(ImapConnection.objectId(fetch, "THREADID"), 1, Integer::sum);
        } catch (CommandFailedException _) { // deleted a moment ago, and its mail with it
            counts.clear();
        }
        return counts;
    }
}
