package org.bocau.pop3;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The commands of the TRANSACTION state, over one maildrop. RFC 1939 §5, §7. */
final class Transaction {
    private final Maildrop maildrop;
    private final Replies replies;

    Transaction(Maildrop maildrop, Replies replies) {
        this.maildrop = maildrop;
        this.replies = replies;
    }

    void status() throws IOException {
        replies.ok(maildrop.count() + " " + maildrop.octets());
    }

    void list(@Nullable Long message) throws IOException {
        if (message != null) {
            int number = maildrop.require(message);
            replies.ok(number + " " + maildrop.sizeOf(number));
            return;
        }
        replies.begin(maildrop.summary());
        for (int number = maildrop.next(0); number > 0; number = maildrop.next(number)) {
            replies.line(number, Long.toString(maildrop.sizeOf(number)));
        }
        replies.end();
    }

    void uniqueIds(@Nullable Long message) throws IOException {
        if (message != null) {
            int number = maildrop.require(message);
            replies.ok(number + " " + maildrop.uniqueId(number));
            return;
        }
        replies.begin(Text.of("unique-ids"));
        for (int number = maildrop.next(0); number > 0; number = maildrop.next(number)) {
            replies.line(number, maildrop.uniqueId(number));
        }
        replies.end();
    }

    void retrieve(long message) throws IOException {
        int number = maildrop.require(message);
        try (var octets = maildrop.open(number)) {
            replies.begin(Text.of("octets", maildrop.sizeOf(number)));
            var ready = maildrop.ready(number);
            if (ready == null) {
                DotStuffing.message(octets, replies.body());
            } else {
                replies.body().write(ready);
            }
            replies.end();
            replies.retrieved(maildrop.sizeOf(number));
        }
    }

    /**
     * @param lines of the body
     */
    void top(long message, long lines) throws IOException {
        try (var octets = maildrop.open(maildrop.require(message))) {
            replies.begin(Text.of("top"));
            DotStuffing.top(octets, lines, replies.body());
            replies.end();
        }
    }

    void delete(long message) throws IOException {
        int number = maildrop.require(message);
        maildrop.mark(number);
        replies.ok(Text.of("deleted", number));
    }

    void reset() throws IOException {
        maildrop.unmarkAll();
        replies.ok(Text.of("has", maildrop.summary()));
    }
}
