package org.bocau.webmail;

import java.time.Instant;
import java.util.List;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.Role;

/**
 * One line of the message list: what a page shows and no more.
 *
 * @param folder where it is, for lists over several folders
 * @param people authors, or recipients in folders of one's own mail
 * @param preview the beginning of the text, perhaps empty
 */
record MessageRow(
        Folder folder,
        long uid,
        List<Correspondent> people,
        String subject,
        String preview,
        Instant receivedAt,
        long octets,
        boolean seen,
        boolean flagged,
        boolean answered,
        boolean forwarded,
        boolean attachment) {
    /** Stable within the page: the element's id. */
    public String id() {
        return "row-" + folder.path() + "-" + uid;
    }

    /** The value of its checkbox; a list may hold messages of several folders. */
    public String key() {
        return folder.path() + ":" + uid;
    }

    public boolean draft() {
        return folder.is(Role.DRAFTS);
    }

    /** Whose picture stands on the row; null when the header names nobody. */
    public Correspondent first() {
        return people.isEmpty() ? new Correspondent("", "") : people.getFirst();
    }
}
