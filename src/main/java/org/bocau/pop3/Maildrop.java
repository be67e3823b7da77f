package org.bocau.pop3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.bocau.account.Account;
import org.bocau.mailbox.MailboxId;
import org.bocau.mailbox.MaildropLocks;
import org.bocau.mailbox.Maildrops;
import org.bocau.mailbox.UidSet;
import org.jspecify.annotations.Nullable;

/**
 * An account's INBOX as it was at login: numbers and sizes stay for the whole session (RFC 1939
 * §3), whatever IMAP does meanwhile. Holds the maildrop's lock until closed. DELE only marks;
 * {@link #removeMarked} is the one thing that deletes.
 */
final class Maildrop implements ReadAhead.Source, AutoCloseable {
    private static final int REMOVED_AT_ONCE = 5000;
    private static final int CLAIMS = 10;
    private static final long BETWEEN_CLAIMS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Octets of a message that is made ready before it is asked for. */
    private static final int READY_OCTETS = 64 * 1024;

    /** A session has one thread; what this one does is a query, and ends with it. */
    private static final Executor ANOTHER_THREAD = Thread::startVirtualThread;

    private final Pop3Server.Store store;
    private final MaildropLocks.Hold hold;
    private final MailboxId inbox;
    private final long uidValidity;
    private final Maildrops.Listing messages;
    private final ReadAhead ahead;
    private final BitSet marked = new BitSet();
    private @Nullable Ready ready;

    /**
     * A message as it goes over the wire.
     *
     * @param octets without the line that ends it
     */
    private record Ready(int number, byte[] octets) {}

    private Maildrop(
            Pop3Server.Store store,
            MaildropLocks.Hold hold,
            MailboxId inbox,
            long uidValidity,
            Maildrops.Listing messages) {
        this.store = store;
        this.hold = hold;
        this.inbox = inbox;
        this.uidValidity = uidValidity;
        this.messages = messages;
        this.ahead = new ReadAhead(store.readAhead(), this, ANOTHER_THREAD);
    }

    /**
     * Locks and reads the maildrop.
     *
     * @throws Pop3Refusal another session has it: {@code [IN-USE]}
     */
    static Maildrop open(Account account, Pop3Server.Store store) {
        var hold = claim(account, store.locks());
        boolean opened = false;
        try {
            var inbox = store.mailboxes().find(account.id(), "INBOX").orElseThrow();
            var messages = store.maildrops().list(inbox);
            var maildrop = new Maildrop(store, hold, inbox.id(), inbox.uidValidity(), messages);
            opened = true;
            return maildrop;
        } finally {
            if (!opened) {
                store.locks().release(hold);
            }
        }
    }

    /** Programs that drop a connection come back at once, and may be here before we know of it. */
    private static MaildropLocks.Hold claim(Account account, MaildropLocks locks) {
        for (int tries = 1; ; tries++) {
            var hold = locks.claim(account.id());
            if (hold.isPresent()) {
                return hold.get();
            }
            if (tries == CLAIMS) {
                throw Pop3Refusal.of(Pop3Refusal.IN_USE, Text.of("in-use"));
            }
            LockSupport.parkNanos(BETWEEN_CLAIMS);
        }
    }

    /** How many are not marked. */
    int count() {
        return messages.count() - marked.cardinality();
    }

    /** Octets of those that are not marked. */
    long octets() {
        long sum = 0;
        for (int number = next(0); number > 0; number = next(number)) {
            sum += sizeOf(number);
        }
        return sum;
    }

    /** The number of the first message after this one that is not marked; 0 when there is none. */
    @Override
    public int next(int number) {
        int row = marked.nextClearBit(number);
        return row < messages.count() ? row + 1 : 0;
    }

    /**
     * The number as an {@code int}, if there is such a message and it is not marked.
     *
     * @throws Pop3Refusal there is not
     */
    int require(long number) {
        if (number < 1 || number > messages.count()) {
            throw Pop3Refusal.of("", Text.of("no-such-message", Text.messages(messages.count())));
        }
        if (marked.get((int) number - 1)) {
            throw Pop3Refusal.of("", Text.of("deleted-already", number));
        }
        return (int) number;
    }

    long sizeOf(int number) {
        return messages.sentSize(number - 1);
    }

    /** Never used twice, the same in every session and on every node. RFC 1939 §7. */
    String uniqueId(int number) {
        return uidValidity + "." + messages.uid(number - 1);
    }

    /** How much it is, for a person. */
    Text summary() {
        return Text.of("summary", Text.messages(count()), octets());
    }

    /**
     * The octets of a message; the first of them have been read, so that a body that cannot be read
     * is told and not begun.
     *
     * @throws Pop3Refusal IMAP or another way has removed it meanwhile
     */
    InputStream open(int number) throws IOException {
        var found = ahead.take(number);
        if (found == null) {
            throw Pop3Refusal.of("", Text.of("removed-meanwhile", number));
        }
        if (found.octets() != null) {
            return new ByteArrayInputStream(found.octets());
        }
        var body = found.body();
        var octets = new PushbackInputStream(store.bodies().open(body, 0, body.size()));
        int first = octets.read();
        if (first >= 0) {
            octets.unread(first);
        }
        return octets;
    }

    /** The same as it goes over the wire, where that is ready; null where it is not. */
    byte @Nullable [] ready(int number) {
        var last = ready;
        ready = null;
        return last == null || last.number() != number ? null : last.octets();
    }

    /** Makes ready what the client will ask for next, while it reads what it got. */
    void makeReady() {
        var next = ahead.next();
        var found = next == null ? null : next.message();
        var octets = found == null ? null : found.octets();
        if (next != null && octets != null && octets.length <= READY_OCTETS) {
            ready = new Ready(next.number(), DotStuffing.message(octets));
        }
    }

    /** True while the client fetches one message after the other; of few sessions at a time. */
    boolean downloading() {
        return ahead.underWay();
    }

    /** In one query, as many as may wait together. */
    @Override
    public CompletableFuture<Deque<ReadAhead.Waiting>> read(int first, int most, Executor reader) {
        var numbers = new ArrayList<Integer>();
        long octets = 0;
        for (int number = first; number > 0 && numbers.size() < most; number = next(number)) {
            octets += sizeOf(number);
            if (number > first && octets > ReadAhead.MOST_OCTETS) {
                break;
            }
            numbers.add(number);
        }
        return CompletableFuture.supplyAsync(() -> read(numbers), reader);
    }

    private Deque<ReadAhead.Waiting> read(List<Integer> numbers) {
        long[] uids = numbers.stream().mapToLong(n -> messages.uid(n - 1)).toArray();
        var found = store.maildrops().read(inbox, uids);
        return numbers.stream()
                .map(n -> new ReadAhead.Waiting(n, found.get(messages.uid(n - 1))))
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    void mark(int number) {
        marked.set(number - 1);
    }

    boolean anyMarked() {
        return !marked.isEmpty();
    }

    void unmarkAll() {
        marked.clear();
    }

    /**
     * The UPDATE state: removes what is marked, as long as the lock is ours. In parts, so that a
     * hundred thousand messages neither take longer than a statement may, nor hold up what is
     * delivered meanwhile; what a failure leaves is there at the next login (RFC 1939 §6).
     *
     * @throws Pop3Refusal the lock was lost; nothing more is removed
     */
    void removeMarked() {
        long[] gone = marked.stream().mapToLong(messages::uid).toArray();
        for (int from = 0; from < gone.length; from += REMOVED_AT_ONCE) {
            if (!store.locks().confirm(hold)) {
                var why = Text.of(from == 0 ? "lock-lost" : "lock-lost.halfway");
                throw Pop3Refusal.of(Pop3Refusal.SYS_TEMP, why);
            }
            int to = Math.min(gone.length, from + REMOVED_AT_ONCE);
            store.messages().remove(inbox, UidSet.of(Arrays.copyOfRange(gone, from, to)));
        }
    }

    /** Releases the lock, and what was read and not asked for. */
    @Override
    public void close() {
        ready = null;
        ahead.close();
        store.locks().release(hold);
    }
}
