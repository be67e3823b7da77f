package org.bocau.reading;

import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.ImapConnection;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.Role;
import org.bocau.webmail.MessageLists;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.springframework.stereotype.Service;

/**
 * Reads conversations: one question for where their messages are in all mailboxes (RFC 7377), then
 * one FETCH in each of those. What lies in Trash or Junk belongs only to who looks there.
 */
@Service
class Conversations {
    private static final int MOST = 100;
    private static final Comparator<MessageView> OLDEST_FIRST =
            Comparator.comparing(MessageView::receivedAt)
                    .thenComparing(m -> m.folder().name())
                    .thenComparingLong(MessageView::uid);

    private final MailClient client;

    Conversations(MailClient client) {
        this.client = client;
    }

    /** One message as a conversation of its own. */
    Conversation single(MailAccount account, Folder folder, long uid) {
        var message = client.in(account, folder.name(), c -> MessageReader.read(c, folder, uid));
        return new Conversation(folder, message, List.of(message));
    }

    /**
     * The conversation a message belongs to.
     *
     * @throws org.bocau.mailclient.NoSuchMailException the message is not in this folder
     */
    Conversation of(MailAccount account, Folders folders, Folder folder, long uid) {
        return client.in(
                account,
                folder.name(),
                connection -> {
                    var asked = MessageReader.read(connection, folder, uid);
                    if (asked.thread().isEmpty() || folder.is(Role.DRAFTS))
                        return new Conversation(folder, asked, List.of(asked));
                    var messages = messages(connection, folders, asked);
                    return new Conversation(folder, asked, messages);
                });
    }

    private static List<MessageView> messages(
            ImapConnection connection, Folders folders, MessageView asked)
            throws ProtocolException, MessagingException {
        var messages = new ArrayList<MessageView>();
        messages.add(asked);
        var known = new HashSet<String>();
        known.add(String.valueOf(asked.messageId()));
        for (var place : places(connection, folders, asked).entrySet()) {
            for (var message : read(connection, place.getKey(), place.getValue(), asked)) {
                if (message.messageId() == null || known.add(message.messageId()))
                    messages.add(message); // else a copy of one that is nearer
            }
        }
        messages.sort(OLDEST_FIRST);
        return List.copyOf(messages.subList(Math.max(0, messages.size() - MOST), messages.size()));
    }

    /** Where its messages are: the folder it was opened from first, Sent last. */
    private static Map<Folder, long[]> places(
            ImapConnection connection, Folders folders, MessageView asked)
            throws ProtocolException {
        var here = asked.folder();
        var places = new LinkedHashMap<Folder, long[]>();
        places.put(here, connection.inThreads(List.of(asked.thread())));
        var found = new LinkedHashMap<String, long[]>();
        for (var answer : connection.everywhere(asked.thread())) {
            if (answer.mailbox() != null) found.put(answer.mailbox(), answer.uids());
        }
        folders.selectable().stream()
                .filter(f -> found.containsKey(f.name()) && !f.name().equals(here.name()))
                .filter(f -> !f.is(Role.TRASH) && !f.is(Role.JUNK))
                .sorted(Comparator.comparing(f -> f.is(Role.SENT)))
                .forEach(f -> places.put(f, found.get(f.name())));
        return places;
    }

    private static List<MessageView> read(
            ImapConnection connection, Folder folder, long[] uids, MessageView asked)
            throws ProtocolException, MessagingException {
        boolean here = folder.name().equals(asked.folder().name());
        var newest = MessageLists.newest(uids, null, MOST);
        if (here) return read(connection, folder, without(newest, asked.uid()));
        try {
            connection.enter(folder.name());
        } catch (CommandFailedException _) { // deleted since the search
            return List.of();
        }
        return read(connection, folder, newest);
    }

    private static List<MessageView> read(ImapConnection connection, Folder folder, long[] uids)
            throws ProtocolException, MessagingException {
        return uids.length == 0 ? List.of() : MessageReader.read(connection, folder, uids);
    }

    private static long[] without(long[] uids, long uid) {
        return java.util.stream.LongStream.of(uids).filter(n -> n != uid).toArray();
    }
}
