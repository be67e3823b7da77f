package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bocau.testing.ChildServer;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Somebody who downloads and deletes. DELE alone removes nothing (RFC 1939 §5), QUIT removes all
 * that is marked or, unanswered, all or nothing.
 */
final class Pop3Work implements Work {
    private static final int FEW = 4;
    private static final int REFILL = 8;

    private final Nodes nodes;
    private final String account;
    private final Ledger maildrop = new Ledger("maildrop");
    private final AtomicLong sessions = new AtomicLong();
    private final AtomicLong removed = new AtomicLong();

    Pop3Work(Nodes nodes, String account) {
        this.nodes = nodes;
        this.account = account;
    }

    /** The maildrop is one session's. */
    @Override
    public int clients() {
        return 1;
    }

    @Override
    public void run(Turn turn) throws IOException {
        while (!turn.over().getAsBoolean()) {
            session(turn);
        }
    }

    private void session(Turn turn) throws IOException {
        try (var wire = Wire.connect(nodes.any(turn.random()).port("pop3"))) {
            ok(wire.readLine());
            ok(wire.ask("USER " + ChildServer.address(account)));
            ok(wire.ask("PASS " + TestServer.PASSWORD));
            var uids = uids(wire);
            var marked = new ArrayList<Long>();
            for (var one : uids.entrySet()) {
                if (marked.size() < 3 && turn.random().nextInt(3) == 0) {
                    maildrop.met(one.getValue(), retrieve(wire, one.getKey()));
                    ok(wire.ask("DELE " + one.getKey()));
                    marked.add(one.getValue());
                }
            }
            end(wire, marked, turn);
            if (uids.size() < FEW) {
                refill(turn);
            }
        }
    }

    /** One in four goes without a word. */
    private void end(Wire wire, List<Long> marked, Turn turn) throws IOException {
        if (turn.random().nextInt(4) == 0) {
            ok(wire.ask("RSET"));
            ok(wire.ask("QUIT"));
            return;
        }
        var doubt = maildrop.going(marked);
        ok(wire.ask("QUIT"));
        maildrop.done(doubt);
        sessions.incrementAndGet();
        removed.addAndGet(marked.size());
        turn.acknowledged().run();
    }

    private void refill(Turn turn) throws IOException {
        try (var smtp = new SmtpClient(nodes.any(turn.random()))) {
            for (int left = REFILL; left > 0 && !turn.over().getAsBoolean(); left--) {
                var message = Sample.of(turn.random());
                smtp.envelope(List.of(account));
                var doubt = maildrop.coming(List.of(message.digest()));
                smtp.data(message);
                maildrop.done(doubt);
            }
        }
    }

    /** By number; the unique id is UIDVALIDITY, a dot and the UID. */
    private static Map<Integer, Long> uids(Wire wire) throws IOException {
        ok(wire.ask("UIDL"));
        var uids = new TreeMap<Integer, Long>();
        for (var line = line(wire); !line.equals("."); line = line(wire)) {
            var words = line.split("[ .]");
            uids.put(Integer.valueOf(words[0]), Long.valueOf(words[2]));
        }
        return uids;
    }

    private static String retrieve(Wire wire, int number) throws IOException {
        ok(wire.ask("RETR " + number));
        var message = new StringBuilder();
        for (var line = line(wire); !line.equals("."); line = line(wire)) {
            message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return Sample.read(message.toString());
    }

    private static String line(Wire wire) throws IOException {
        var line = wire.readLine();
        if (line == null) {
            throw new IOException("closed");
        }
        return line;
    }

    private static void ok(@org.jspecify.annotations.Nullable String reply) throws IOException {
        if (reply == null || !reply.startsWith("+OK")) {
            throw new IOException("refused: " + reply);
        }
    }

    @Override
    public void compare(ChildServer by) throws IOException {
        try (var talk = ImapTalk.as(by, account)) {
            maildrop.compare(talk.contents("INBOX"));
        }
        // the hold of a session that was killed lasts a minute: longer than a round
        int held =
                JdbcClient.create(nodes.store().open()).sql("delete from maildrop_lock").update();
        assertThat(held).isBetween(0, 1);
    }

    @Override
    public String counts() {
        return "POP3 QUIT %s (%s messages)".formatted(sessions, removed);
    }
}
