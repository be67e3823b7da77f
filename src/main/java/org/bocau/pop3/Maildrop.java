package org.bocau.pop3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.bocau.account.Account;
import org.bocau.mailbox.MailboxId;
import org.bocau.mailbox.MaildropLocks;
import org.bocau.mailbox.StoreRefusal;
import org.bocau.mailbox.StoredMessage;
import org.bocau.mailbox.UidSet;

/**
 * An account's INBOX as it was at login: numbers and sizes stay for the whole session (RFC 1939
 * §3), whatever IMAP does meanwhile. Holds the maildrop's lock until closed. DELE only marks;
 * {@link #removeMarked} is the one thing that deletes.
 */
final class Maildrop implements AutoCloseable {
    private final Pop3Server.Store store;
    private final MaildropLocks.Hold hold;
    private final MailboxId inbox;
    private final long uidValidity;
    private final long[] uids;
    private final long[] sizes;
    private final BitSet marked = new BitSet();

    private Maildrop(
            Pop3Server.Store store,
            MaildropLocks.Hold hold,
            MailboxId inbox,
            long uidValidity,
            List<long[]> messages) {
        this.store = store;
        this.hold = hold;
        this.inbox = inbox;
        this.uidValidity = uidValidity;
        this.uids = messages.stream().mapToLong(message -> message[0]).toArray();
        this.sizes = messages.stream().mapToLong(message -> message[1]).toArray();
    }

    /**
     * Locks and reads the maildrop.
     *
     * @throws Pop3Refusal another session has it: {@code [IN-USE]}
     */
    static Maildrop open(Account account, Pop3Server.Store store) throws IOException {
        var hold =
                store.locks()
                        .claim(account.id())
                        .orElseThrow(() ->
                                Pop3Refusal.of(
                                        Pop3Refusal.IN_USE, "another session has the maildrop"));
        boolean opened = false;
        try {
            var inbox = store.mailboxes().find(account.id(), "INBOX").orElseThrow();
            var messages = new ArrayList<long[]>();
            store.messages()
                    .fetch(
                            inbox.id(),
                            UidSet.ofRanges(1, Math.max(1, inbox.uidNext() - 1)),
                            Set.of(),
                            message ->
                                    messages.add(new long[] {message.uid(), message.crlfSize()}));
            var maildrop = new Maildrop(store, hold, inbox.id(), inbox.uidValidity(), messages);
            opened = true;
            return maildrop;
        } finally {
            if (!opened) {
                store.locks().release(hold);
            }
        }
    }

    /** How many are not marked. */
    int count() {
        return uids.length - marked.cardinality();
    }

    /** Octets of those that are not marked. */
    long octets() {
        long sum = 0;
        for (int i = marked.nextClearBit(0); i < sizes.length; i = marked.nextClearBit(i + 1)) {
            sum += sizes[i];
        }
        return sum;
    }

    /** Numbers of the messages that are not marked, ascending. */
    int[] numbers() {
        var numbers = new int[count()];
        int n = 0;
        for (int i = marked.nextClearBit(0); i < uids.length; i = marked.nextClearBit(i + 1)) {
            numbers[n++] = i + 1;
        }
        return numbers;
    }

    /**
     * The number as an {@code int}, if there is such a message and it is not marked.
     *
     * @throws Pop3Refusal there is not
     */
    int require(long number) {
        if (number < 1 || number > uids.length) {
            throw Pop3Refusal.of("no such message, only " + messages(uids.length) + " in maildrop");
        }
        if (marked.get((int) number - 1)) {
            throw Pop3Refusal.of("message " + number + " already deleted");
        }
        return (int) number;
    }

    long sizeOf(int number) {
        return sizes[number - 1];
    }

    /** Never used twice, the same in every session and on every node. RFC 1939 §7. */
    String uniqueId(int number) {
        return uidValidity + "." + uids[number - 1];
    }

    /**
     * The message as the store has it now.
     *
     * @throws Pop3Refusal IMAP or another way has removed it meanwhile
     */
    StoredMessage message(int number) throws IOException {
        var found = new ArrayList<StoredMessage>(1);
        try {
            store.messages().fetch(inbox, UidSet.of(uids[number - 1]), Set.of(), found::add);
        } catch (StoreRefusal gone) {
            found.clear();
        }
        if (found.isEmpty()) {
            throw Pop3Refusal.of("message " + number + " has been removed meanwhile");
        }
        return found.getFirst();
    }

    void mark(int number) {
        marked.set(number - 1);
    }

    void unmarkAll() {
        marked.clear();
    }

    /**
     * The UPDATE state: removes what is marked, if the lock is still ours.
     *
     * @throws Pop3Refusal the lock was lost; nothing is removed
     */
    void removeMarked() {
        if (marked.isEmpty()) {
            return;
        }
        if (!store.locks().confirm(hold)) {
            throw Pop3Refusal.of(
                    Pop3Refusal.SYS_TEMP, "the maildrop lock was lost, nothing was deleted");
        }
        long[] gone = marked.stream().mapToLong(i -> uids[i]).toArray();
        store.messages().remove(inbox, UidSet.of(gone));
    }

    /** {@code 1 message}, {@code 2 messages}. */
    static String messages(long count) {
        return count + (count == 1 ? " message" : " messages");
    }

    /** Releases the lock. */
    @Override
    public void close() {
        store.locks().release(hold);
    }
}
