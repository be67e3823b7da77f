package org.bocau.reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.MessageKey;

/**
 * Messages that belong together, oldest first: all of a THREADID, whatever folders they are in, or
 * one message.
 *
 * @param folder the one it was opened from
 * @param asked the message it was opened by
 */
record Conversation(Folder folder, MessageView asked, List<MessageView> messages) {
    private static final Comparator<MessageView> NEWEST_FIRST =
            Comparator.comparingLong((MessageView m) -> m.receivedAt().getEpochSecond())
                    .thenComparingLong(MessageView::uid)
                    .reversed();

    /** Bodies that are shown at once; of others the head alone, until somebody opens them. */
    private static final int MOST_OPEN = 12;

    static final int MOST_OPEN_AT_WISH = 40;

    public boolean alone() {
        return messages.size() == 1;
    }

    /** Its messages in the folder, newest first: what an action on the conversation is done to. */
    List<MessageView> here() {
        return messages.stream()
                .filter(m -> m.folder().path().equals(folder.path()))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    /** Names the messages in the folder, as the list's row does. */
    public String key() {
        return MessageKey.of(folder.path(), here().stream().map(MessageView::uid).toList());
    }

    public String subject() {
        return messages.getFirst().subject();
    }

    public boolean flagged() {
        return here().stream().anyMatch(MessageView::flagged);
    }

    /** Keywords of any of its messages in the folder, of which some are labels. */
    public Set<String> keywords() {
        return here().stream().flatMap(m -> m.keywords().stream()).collect(Collectors.toSet());
    }

    public String thread() {
        return asked.thread();
    }

    boolean isAsked(MessageView message) {
        return message.key().equals(asked.key());
    }

    /** The last one that was sent or received: what a reply to the conversation replies to. */
    public MessageView last() {
        return messages.reversed().stream()
                .filter(m -> !m.draft())
                .findFirst()
                .orElse(messages.getLast());
    }

    /** Shown with their bodies: the one asked for, the last one and those not read yet. */
    List<MessageView> open() {
        var open = new ArrayList<MessageView>();
        var last = last().key();
        for (var message : messages.reversed()) {
            boolean wanted = isAsked(message) || message.key().equals(last);
            if (wanted || (!message.seen() && !message.draft() && open.size() < MOST_OPEN))
                open.add(message);
        }
        return open;
    }
}
