package org.bocau.mailbox;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bocau.account.Gathering;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Messages that sessions of this node bring at once, for whatever mailboxes. One files; who comes
 * meanwhile waits without a database connection, and all that wait are then filed by one statement,
 * so that they share its round trip, its commit and its wait for the disk. Nobody is answered
 * before that commit (src/docs/decisions/0072).
 *
 * <p>It is no lock that anything relies on, and no queue that anybody is held up in: who is not
 * called soon goes by himself.
 */
@Component
class Arrivals {
    /** Messages in one statement, and their octets: they are in memory at once. */
    private static final int MOST = 32;

    private static final long MOST_OCTETS = 1024 * 1024;

    private final Broadcast broadcast;
    private final Gathering<Waiting> gathering =
            new Gathering<>(
                    "arrivals",
                    MOST,
                    MOST_OCTETS,
                    one -> one.target.message().octets().size(),
                    this::file);

    Arrivals(Broadcast broadcast) {
        this.broadcast = broadcast;
    }

    /** How one message is filed by itself: a transaction of its own, or the caller's. */
    @FunctionalInterface
    interface Alone {
        List<Appended> file() throws IOException;
    }

    /**
     * Files a small message without flags, and returns when it is committed, or with the caller's
     * transaction.
     *
     * @param alone where nobody else waits, or it cannot be filed together with others
     */
    List<Appended> file(MailStore.Target target, Alone alone) throws IOException {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return alone.file();
        }
        var mine = new Waiting(target);
        if (gathering.enter(mine)) {
            try {
                return alone.file();
            } finally {
                gathering.leave();
            }
        }
        return mine.filed().isPresent() ? List.of(mine.filed().get()) : alone.file();
    }

    private void file(List<Waiting> batch) {
        try {
            var filed = broadcast.fileAtOnce(batch.stream().map(one -> one.target).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).filed = filed.get(i);
            }
        } catch (DataAccessResourceFailureException down) { // it may even be committed
            batch.forEach(one -> one.failure = down);
        } catch (DataAccessException | IOException refused) { // one of them; nothing was done
            return;
        } catch (RuntimeException bug) {
            batch.forEach(one -> one.failure = bug);
        }
    }

    /** A message; written by whoever files it, then read when called. */
    private static final class Waiting {
        private final MailStore.Target target;
        private Optional<Appended> filed = Optional.empty();
        private @Nullable RuntimeException failure;

        Waiting(MailStore.Target target) {
            this.target = target;
        }

        Optional<Appended> filed() {
            if (failure != null) {
                throw failure;
            }
            return filed;
        }
    }
}
