package org.bocau.webmail;

import java.util.stream.LongStream;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailRefusedException;
import org.springframework.stereotype.Service;

/** What is done to messages: flags, moving, deleting. Each is one command whatever the number. */
@Service
public class MessageActions {
    private final MailClient client;

    MessageActions(MailClient client) {
        this.client = client;
    }

    /** Sets a flag on messages of a folder, or takes it off. */
    public void flag(
            MailAccount account, Folder folder, long[] uids, MessageFlag flag, boolean set) {
        client.in(
                account,
                folder.name(),
                connection -> {
                    connection.uidStore(uids, set, flag.text());
                    return true;
                });
    }

    /**
     * Somebody opened them. Another's mailbox may be one that is only read: there they stay unread.
     */
    public void opened(MailAccount account, Folder folder, long... uids) {
        try {
            flag(account, folder, uids, MessageFlag.SEEN, true);
        } catch (MailRefusedException refused) {
            if (!folder.shared()) throw refused;
        }
    }

    /**
     * Moves and says where the messages are now, so that the move can be undone.
     *
     * @return their UIDs in the target; empty when the server does not say (no UIDPLUS) or none was
     *     left
     */
    public long[] move(MailAccount account, Folder from, long[] uids, Folder to) {
        if (from.name().equals(to.name())) return LongStream.of(uids).sorted().toArray();
        return client.in(account, from.name(), connection -> connection.uidMove(uids, to.name()));
    }

    /** Removes messages for good; the user has been asked. */
    public void destroy(MailAccount account, Folder folder, long[] uids) {
        client.in(
                account,
                folder.name(),
                connection -> {
                    connection.uidExpunge(uids);
                    return true;
                });
    }
}
