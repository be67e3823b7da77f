package org.bocau.webmail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.ImapConnection;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.SearchQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Pages of a folder, newest first by UID. A page is one window of sequence numbers and one FETCH,
 * so its cost does not grow with the folder; links name the UID at the edge, so mail that comes or
 * goes meanwhile shifts nothing.
 */
@Service
class MessageLists {
    private final MailClient client;
    private final int pageSize;

    MessageLists(MailClient client, WebmailProperties limits) {
        this.client = client;
        this.pageSize = limits.pageSize();
    }

    /**
     * Where a page begins.
     *
     * @param before older than this UID, which is not included
     * @param after newer than this UID, which is not included
     * @param around a page that has this UID in it
     */
    record Position(@Nullable Long before, @Nullable Long after, @Nullable Long around) {
        static final Position NEWEST = new Position(null, null, null);
    }

    MessagePage page(MailAccount account, Folder folder, Position at) {
        return client.in(
                account,
                folder.name(),
                connection -> {
                    var window = window(connection, at);
                    var rows =
                            new ListRows(connection, folder).range(window.first(), window.last());
                    return page(rows, connection.exists(), window);
                });
    }

    /** Sequence numbers, both ends included; empty when first is above last. */
    record Window(int first, int last) {
        static Window ending(int last, int size) {
            return new Window(Math.max(1, last - size + 1), last);
        }
    }

    private Window window(ImapConnection connection, Position at)
            throws org.eclipse.angus.mail.iap.ProtocolException {
        int exists = connection.exists();
        if (at.before() != null)
            return Window.ending(connection.positionOf(at.before()) - 1, pageSize);
        if (at.after() != null) {
            int first = connection.positionOf(at.after() + 1);
            int last = Math.min(exists, first + pageSize - 1);
            return last == exists ? Window.ending(exists, pageSize) : new Window(first, last);
        }
        if (at.around() != null) {
            int position = connection.positionOf(at.around());
            if (position <= exists - pageSize) {
                return Window.ending(Math.min(exists, position + pageSize / 4), pageSize);
            }
        }
        return Window.ending(exists, pageSize);
    }

    static MessagePage page(List<MessageRow> rows, int exists, Window window) {
        if (rows.isEmpty()) return new MessagePage(rows, exists, null, null);
        var older = window.first() > 1 ? "before=" + rows.getLast().uid() : null;
        var newer = window.last() < exists ? "after=" + rows.getFirst().uid() : null;
        return new MessagePage(rows, exists, older, newer);
    }

    /**
     * One page of what a search found in this folder.
     *
     * @param before only UIDs below this one; null from the newest
     */
    MessagePage search(
            MailAccount account, Folder folder, SearchQuery query, @Nullable Long before) {
        return client.in(
                account,
                folder.name(),
                connection -> {
                    var found = connection.uidSearch(query);
                    var page = newest(found, before, pageSize);
                    var rows = new ListRows(connection, folder).uids(page);
                    boolean more = page.length > 0 && page[0] > found[0];
                    return new MessagePage(
                            rows, found.length, more ? "before=" + page[0] : null, null);
                });
    }

    /** What a search found in one folder: how many, and the newest rows below the cursor. */
    record Found(Folder folder, long count, List<MessageRow> rows) {}

    /** Searches each folder in turn; one that vanished meanwhile has nothing. */
    List<Found> searchAll(
            MailAccount account, List<Folder> folders, SearchQuery query, SearchCursor cursor) {
        var results = new ArrayList<Found>();
        for (var folder : folders) {
            try {
                results.add(found(account, folder, query, cursor.below(folder)));
            } catch (NoSuchMailException _) {
                results.add(new Found(folder, 0, List.of()));
            }
        }
        return results;
    }

    private Found found(
            MailAccount account, Folder folder, SearchQuery query, @Nullable Long before) {
        return client.in(
                account,
                folder.name(),
                connection -> {
                    var found = connection.uidSearch(query);
                    var rows =
                            new ListRows(connection, folder).uids(newest(found, before, pageSize));
                    return new Found(folder, found.length, rows);
                });
    }

    /** The highest {@code count} of the ascending UIDs that are below {@code before}, ascending. */
    static long[] newest(long[] ascending, @Nullable Long before, int count) {
        int end = ascending.length;
        if (before != null) {
            int at = Arrays.binarySearch(ascending, before);
            end = at < 0 ? -at - 1 : at;
        }
        return Arrays.copyOfRange(ascending, Math.max(0, end - count), end);
    }
}
