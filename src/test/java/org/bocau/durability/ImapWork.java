package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.bocau.testing.ChildServer;

/**
 * Several sessions in one INBOX: each appends messages and then copies, moves or removes those that
 * are its own, each message once.
 */
final class ImapWork implements Work {
    private static final int ENOUGH = 6;

    private final Nodes nodes;
    private final String account;
    private final Ledger inbox = new Ledger("INBOX");
    private final Ledger other = new Ledger("Archive");
    private final List<Move> moves = new ArrayList<>();
    private final AtomicLong appended = new AtomicLong();
    private final AtomicLong copied = new AtomicLong();
    private final AtomicLong moved = new AtomicLong();
    private final AtomicLong expunged = new AtomicLong();
    private final AtomicLong takenBack = new AtomicLong();

    private record Move(Ledger.Doubt going, Ledger.Doubt coming) {}

    ImapWork(Nodes nodes, String account) {
        this.nodes = nodes;
        this.account = account;
    }

    @Override
    public int clients() {
        return 4;
    }

    @Override
    public void run(Turn turn) throws IOException {
        try (var talk = ImapTalk.as(nodes.any(turn.random()), account)) {
            talk.command("ENABLE QRESYNC");
            talk.command("SELECT INBOX");
            var mine = new ArrayList<Long>();
            while (!turn.over().getAsBoolean()) {
                step(talk, mine, turn.random());
                turn.acknowledged().run();
            }
        }
    }

    private void step(ImapTalk talk, List<Long> mine, Random random) throws IOException {
        if (mine.size() < ENOUGH) {
            mine.add(append(talk, Sample.of(random)));
            return;
        }
        var some = List.copyOf(mine.subList(0, 1 + random.nextInt(3))); // ascending
        mine.removeAll(some);
        switch (random.nextInt(3)) {
            case 0 -> copy(talk, some);
            case 1 -> move(talk, some);
            default -> expunge(talk, some);
        }
    }

    private long append(ImapTalk talk, Sample message) throws IOException {
        var doubt = inbox.coming(List.of(message.digest()));
        long uid = talk.append("INBOX", message);
        inbox.done(doubt, List.of(uid));
        appended.incrementAndGet();
        return uid;
    }

    private void copy(ImapTalk talk, List<Long> uids) throws IOException {
        var doubt = other.coming(digests(uids));
        other.done(doubt, talk.copy(uids, "Archive"));
        copied.incrementAndGet();
    }

    private void move(ImapTalk talk, List<Long> uids) throws IOException {
        var move = new Move(inbox.going(uids), other.coming(digests(uids)));
        synchronized (moves) {
            moves.add(move);
        }
        var copies = talk.move(uids, "Archive");
        other.done(move.coming(), copies);
        inbox.done(move.going());
        moved.incrementAndGet();
    }

    /** What is not said to be gone stays: a crash may take back its flag (decision 41). */
    private void expunge(ImapTalk talk, List<Long> uids) throws IOException {
        talk.markDeleted(uids);
        var doubt = inbox.going(uids);
        if (talk.expunge(uids).containsAll(uids)) {
            inbox.done(doubt);
            expunged.incrementAndGet();
        } else {
            inbox.notDone(doubt);
            takenBack.incrementAndGet();
        }
    }

    private List<String> digests(List<Long> uids) {
        return uids.stream().map(inbox::digest).toList();
    }

    @Override
    public void compare(ChildServer by) throws IOException {
        try (var talk = ImapTalk.as(by, account)) {
            inbox.compare(talk.contents("INBOX"));
            other.compare(talk.contents("Archive"));
            for (var move : moves) {
                assertThat(move.going().done())
                        .as("a message is moved, neither lost nor doubled")
                        .isEqualTo(move.coming().done());
            }
            moves.clear();
            Tidying.tidy(talk, "INBOX", inbox);
            Tidying.tidy(talk, "Archive", other);
        }
    }

    @Override
    public String counts() {
        return "APPEND %s, COPY %s, MOVE %s, EXPUNGE %s (flags taken back %s)"
                .formatted(appended, copied, moved, expunged, takenBack);
    }
}
