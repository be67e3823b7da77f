package org.bocau.webmail;

import java.util.Arrays;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.ImapConnection;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.Role;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Pages of a folder, newest first by arrival, see {@link FolderWalk}. Links name the message at the
 * edge, so mail that comes or goes meanwhile shifts nothing.
 */
@Service
public class MessageLists {
    /** As far as a list that grew by scrolling is fetched again at once. */
    static final int MOST_ROWS = 300;

    private final MailClient client;
    private final int pageSize;

    MessageLists(MailClient client, WebmailProperties limits) {
        this.client = client;
        this.pageSize = limits.pageSize();
    }

    /**
     * Which page.
     *
     * @param before what comes after this place
     * @param until nothing beyond this place, however many rows it takes
     * @param around a page that has this UID in it
     */
    public record Position(
            @Nullable ListCursor before, @Nullable ListCursor until, @Nullable Long around) {
        /** The first page. */
        public static final Position NEWEST = new Position(null, null, null);

        /** As links have it; what is not one of ours is the newest page. */
        public static Position of(@Nullable String before, @Nullable String until) {
            return new Position(ListCursor.parse(before), ListCursor.parse(until), null);
        }
    }

    /**
     * A page of a folder, newest first.
     *
     * @param folders of the account
     * @param conversations one row for each, where the server knows them; else one a message
     */
    public MessagePage page(
            MailAccount account,
            Folders folders,
            Folder folder,
            Position at,
            boolean conversations) {
        boolean grouped = conversations && !folder.is(Role.DRAFTS);
        return client.in(
                account,
                folder.name(),
                connection -> page(connection, folders, folder, at, grouped));
    }

    private MessagePage page(
            ImapConnection connection, Folders folders, Folder folder, Position at, boolean grouped)
            throws ProtocolException {
        var walk = new FolderWalk(connection, grouped);
        int start = start(walk, at);
        int wanted = at.until() == null ? pageSize : Math.max(pageSize, MOST_ROWS);
        var groups = walk.from(start, wanted, at.until());
        int exists = connection.exists(); // of this folder: what follows may go to another
        var rows =
                new OwnAnswers(connection, folders, folder)
                        .counted(new ListRows(connection, folder).groups(groups), groups);
        var last = walk.last();
        if (groups.isEmpty() || last == null) {
            var on = walk.ended() || last == null ? null : "before=" + last;
            return new MessagePage(rows, exists, on, null, "");
        }
        var first = groups.getFirst().cursor();
        boolean whole = walk.ended() && start == 1;
        return new MessagePage(
                rows,
                whole ? rows.stream().mapToInt(row -> row.uids().size()).sum() : exists,
                walk.ended() ? null : "before=" + last,
                start > 1 ? "" : null,
                (start > 1 ? "before=" + first.above() + "&" : "") + "until=" + last);
    }

    private int start(FolderWalk walk, Position at) throws ProtocolException {
        if (at.before() != null) return walk.below(at.before());
        if (at.around() == null) return 1;
        int near = walk.near(at.around());
        return near <= pageSize ? 1 : near;
    }

    /** The highest {@code count} of the ascending UIDs that are below {@code before}, ascending. */
    public static long[] newest(long[] ascending, @Nullable Long before, int count) {
        int end = ascending.length;
        if (before != null) {
            int at = Arrays.binarySearch(ascending, before);
            end = at < 0 ? -at - 1 : at;
        }
        return Arrays.copyOfRange(ascending, Math.max(0, end - count), end);
    }
}
