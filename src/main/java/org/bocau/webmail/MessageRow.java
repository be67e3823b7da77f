package org.bocau.webmail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.MessageKey;
import org.bocau.mailclient.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * One line of the message list: what a page shows of a message, or of a conversation by its newest
 * message, and no more.
 *
 * @param folder where it is, for lists over several folders
 * @param people authors, or recipients in folders of one's own mail
 * @param preview the beginning of the text, perhaps empty
 * @param keywords its keywords, of which some are labels
 * @param uids the messages it stands for, newest first: one, or a conversation's in this folder
 * @param answers how many more the conversation has in Sent
 * @param thread its THREADID, empty where the row is one message
 * @param cursor its place in the list, null in results of a search
 */
public record MessageRow(
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
        boolean attachment,
        Set<String> keywords,
        List<Long> uids,
        int answers,
        String thread,
        @Nullable ListCursor cursor) {
    private static final int MOST_NAMED = 3;

    /** The same for a whole conversation. */
    MessageRow standingFor(FolderWalk.Group group, List<Correspondent> all) {
        return new MessageRow(
                folder,
                uid,
                all,
                subject,
                preview,
                receivedAt,
                octets,
                group.seen(),
                group.flagged(),
                answered,
                forwarded,
                attachment,
                keywords,
                group.uids(),
                0,
                group.thread(),
                group.cursor());
    }

    /** The same with the answers in Sent counted. */
    MessageRow withAnswers(int count) {
        return new MessageRow(
                folder,
                uid,
                people,
                subject,
                preview,
                receivedAt,
                octets,
                seen,
                flagged,
                answered,
                forwarded,
                attachment,
                keywords,
                uids,
                count,
                thread,
                cursor);
    }

    /** Stable within the page, also when a reply makes the conversation go up: the element's id. */
    public String id() {
        return "row-" + folder.path() + "-" + (thread.isEmpty() ? uid : thread);
    }

    /** Where it is read. */
    String path() {
        var mailbox = UriUtils.encodePathSegment(folder.path().segment(), StandardCharsets.UTF_8);
        return "/mail/" + mailbox + "/" + uid;
    }

    /** The value of its checkbox: all its messages; a list may hold those of several folders. */
    public String key() {
        return MessageKey.of(folder.path(), uids);
    }

    /** Whose names there is room for: of many who talk, who began and who spoke last. */
    public List<Correspondent> named() {
        if (people.size() <= MOST_NAMED) return people;
        if (uids.size() == 1) return people.subList(0, MOST_NAMED);
        return List.of(people.getFirst(), people.get(people.size() - 2), people.getLast());
    }

    /** More than one are named, so that short names do. */
    public boolean several() {
        return named().size() > 1;
    }

    /** Some of those between the first and the last are not named. */
    public boolean leftOut() {
        return uids.size() > 1 && people.size() > MOST_NAMED;
    }

    /** What one sees who opens it: its messages here, and one's own answers. */
    public int count() {
        return uids.size() + answers;
    }

    public boolean draft() {
        return folder.is(Role.DRAFTS);
    }

    /** Whose picture stands on the row; null when the header names nobody. */
    public Correspondent first() {
        return people.isEmpty() ? new Correspondent("", "") : people.getFirst();
    }
}
