package org.bocau.webmail;

import java.util.HashMap;
import java.util.List;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.ImapConnection;
import org.bocau.mailclient.Role;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * How many messages of one's own are in the conversations of a list: they lie in Sent, and whoever
 * opens a conversation sees them too. Asked of conversations that were answered, and of no others:
 * it takes a search for each (RFC 7377), which leaves the selected mailbox as it is.
 */
final class OwnAnswers {
    /** Of a page; what is further down counts what lies in the folder. */
    private static final int MOST_ASKED = 25;

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

    /** The rows of these conversations, with the answers counted. */
    List<MessageRow> counted(List<MessageRow> rows, List<FolderWalk.Group> groups)
            throws ProtocolException {
        if (sent == null) return rows;
        var counts = new HashMap<String, Integer>();
        for (var group : groups) {
            if (!group.answered() || group.thread().isEmpty()) continue;
            if (counts.size() == MOST_ASKED) break;
            counts.put(group.thread(), inSent(group.thread()));
        }
        return counts.isEmpty()
                ? rows
                : rows.stream()
                        .map(row -> row.withAnswers(counts.getOrDefault(row.thread(), 0)))
                        .toList();
    }

    private int inSent(String thread) throws ProtocolException {
        return connection.everywhere(thread).stream()
                .filter(answer -> sent != null && sent.equals(answer.mailbox()))
                .mapToInt(answer -> answer.uids().length)
                .sum();
    }
}
