package org.bocau.mailbox;

import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bocau.account.AccountId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells who listens that something happened: a hint without payload, after the commit. Who wakes
 * asks {@link MailStore#since}. Also carries SEND's short texts to open sessions.
 */
@Component
public class ChangeFeed {
    private final ConcurrentHashMap<AccountId, List<Subscriber>> subscribers =
            new ConcurrentHashMap<>();
    private final ConcurrentHashMap<AccountId, List<Subscriber>> followers =
            new ConcurrentHashMap<>();
    private final List<Relay> relays = new CopyOnWriteArrayList<>();
    private final MailboxIndexes indexes;
    private final List<PreparedContents> prepared;

    ChangeFeed(MailboxIndexes indexes, List<PreparedContents> prepared) {
        this.indexes = indexes;
        this.prepared = prepared;
    }

    /**
     * What a session does with a hint: sets a flag, posts to its inbox. Called on the publisher's
     * thread; must not block.
     */
    public interface Subscriber {
        /** Something changed. */
        void changed(Hint hint);

        /** A text that must be shown to the user now. RFC 821 §3.4, RFC 3501 §7.1 ALERT. */
        void alert(String text);
    }

    /** Ends with {@link #close}; idempotent. */
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** Carries hints of this node to others. */
    interface Relay {
        void changed(Hint hint);
    }

    /** Listens to one account, as one of its own sessions. */
    public Subscription subscribe(AccountId account, Subscriber subscriber) {
        return enter(subscribers, account, subscriber);
    }

    /**
     * Listens to the mailboxes of another account, for somebody it shares them with. What is meant
     * for the account's own sessions ({@link #alert}, {@link #watched}) passes a follower by.
     */
    public Subscription follow(AccountId account, Subscriber subscriber) {
        return enter(followers, account, subscriber);
    }

    private static Subscription enter(
            ConcurrentHashMap<AccountId, List<Subscriber>> lists,
            AccountId account,
            Subscriber subscriber) {
        lists.compute(
                account,
                (_, list) -> {
                    var all = list == null ? new CopyOnWriteArrayList<Subscriber>() : list;
                    all.add(subscriber);
                    return all;
                });
        return () ->
                lists.computeIfPresent(
                        account,
                        (_, list) -> {
                            list.remove(subscriber);
                            return list.isEmpty() ? null : list;
                        });
    }

    /**
     * Tells all who listen, once the surrounding transaction has committed (at once when there is
     * none).
     */
    public void changed(MailboxId mailbox) {
        afterCommit(() -> {
            indexes.stale(mailbox);
            publish(new Hint.OfMailbox(mailbox));
        });
    }

    /** The same, by one who knows what changed and saves the index a query. */
    void changed(MailboxId mailbox, Delta delta) {
        afterCommit(() -> {
            indexes.committed(mailbox, delta);
            publish(new Hint.OfMailbox(mailbox));
        });
    }

    void namesChanged(AccountId account) {
        afterCommit(() -> publish(new Hint.OfNames(account)));
    }

    void annotationsChanged(AccountId account) {
        afterCommit(() -> publish(new Hint.OfAnnotations(account)));
    }

    /**
     * Stored messages of an account were read anew: what nodes keep of them is dropped. Sessions
     * are not told, as no message changed.
     */
    void remade(AccountId account) {
        afterCommit(() -> {
            prepared.forEach(kept -> kept.drop(account));
            relay(new Hint.Remade(account));
        });
    }

    private static void afterCommit(Runnable work) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(
                    new TransactionSynchronization() {
                        @Override
                        public void afterCommit() {
                            work.run();
                        }
                    });
        } else {
            work.run();
        }
    }

    private void publish(Hint hint) {
        tell(hint);
        relay(hint);
    }

    private void relay(Hint hint) {
        relays.forEach(relay -> relay.changed(hint));
    }

    /** A hint from another node: tells this node's sessions only. */
    void heard(Hint hint) {
        switch (hint) {
            case Hint.Remade(var account) -> prepared.forEach(kept -> kept.drop(account));
            case Hint.OfMailbox(var mailbox) -> {
                indexes.stale(mailbox);
                tell(hint);
            }
            case Hint.OfNames _, Hint.OfAnnotations _ -> tell(hint);
        }
    }

    private void tell(Hint hint) {
        subscribers.getOrDefault(hint.account(), List.of()).forEach(one -> one.changed(hint));
        followers.getOrDefault(hint.account(), List.of()).forEach(one -> one.changed(hint));
    }

    /** Hints may have been lost (the listening connection broke): everyone looks again. */
    void heardNothing(java.util.function.Function<AccountId, List<MailboxId>> all) {
        indexes.forget();
        prepared.forEach(PreparedContents::dropAll);
        var listening = new HashSet<>(subscribers.keySet());
        listening.addAll(followers.keySet());
        listening.forEach(account -> {
            all.apply(account).forEach(mailbox -> heard(new Hint.OfMailbox(mailbox)));
            heard(new Hint.OfAnnotations(account));
            heard(new Hint.OfNames(account));
        });
    }

    void relay(Relay relay) {
        relays.add(relay);
    }

    /** True when a session of the account listens here: an {@link #alert} would be seen. */
    public boolean watched(AccountId account) {
        return subscribers.containsKey(account);
    }

    /** Gives the text to the account's open sessions at once. Returns how many there were. */
    public int alert(AccountId account, String text) {
        var all = subscribers.getOrDefault(account, List.of());
        all.forEach(one -> one.alert(text));
        return all.size();
    }
}
