package org.bocau.relay;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bocau.message.EmailAddress;
import org.bocau.relay.Envelope.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * The mail transactions of one connection, one after another. RFC 5321 §3.3; pipelined where the
 * host takes that (RFC 2920), in chunks where the message is binary (RFC 3030). Nothing is known to
 * be delivered when a method throws.
 */
final class Transactions {
    /** RFC 5321 §4.5.3.1.8: a host takes at least this many. */
    static final int LEAST_RECIPIENTS = 100;

    /** Of what a host says that it takes. */
    private static final int MOST_RECIPIENTS = 1000;

    /** RCPT commands that go out before their replies are read. */
    private static final int AHEAD = 100;

    private static final Reply LATER = new Reply(451, "4.5.3 The host takes no more now");

    private final Dialogue dialogue;
    private final HostConnection connection;
    private final Commands commands;
    private final Timeouts timeouts;
    private final Hop hop;
    private final boolean pipelining;
    private final int recipientMax;
    private final int mailMax;

    private int begun;
    private int sent; // RCPT commands of the transaction, where they go ahead
    private boolean clean = true;
    private boolean usable = true;
    private boolean heard;

    /**
     * @param mailMax transactions at most, whatever the host would take
     */
    Transactions(Dialogue dialogue, TlsRequirement tls, int mailMax) {
        this.dialogue = dialogue;
        this.connection = dialogue.connection();
        this.commands = new Commands(dialogue.features(), tls);
        this.timeouts = dialogue.timeouts();
        this.hop = dialogue.hop();
        this.pipelining = dialogue.features().offers("PIPELINING");
        this.recipientMax =
                dialogue.features()
                        .limit("RCPTMAX", LEAST_RECIPIENTS, MOST_RECIPIENTS); // RFC 9422 §5
        this.mailMax = dialogue.features().limit("MAILMAX", mailMax);
    }

    /** True when another transaction may follow. */
    boolean usable() {
        return usable && begun < mailMax;
    }

    /** True when it has carried a message already. */
    boolean used() {
        return begun > 0;
    }

    /** The host has answered something of the last message: it has not hung up before it. */
    boolean heard() {
        return heard;
    }

    /** Recipients that go in one transaction. */
    int recipientMax() {
        return recipientMax;
    }

    Dialogue dialogue() {
        return dialogue;
    }

    /**
     * Sends a message, in several transactions if the host takes fewer recipients in one.
     *
     * @param within the connection is closed when this has passed
     * @param verdicts one for each recipient is put in as soon as it is known
     * @throws IOException the connection is of no use any more; who is not in {@code verdicts} got
     *     nothing
     */
    void send(
            Envelope envelope, Octets octets, Duration within, Map<EmailAddress, Verdict> verdicts)
            throws IOException {
        heard = false;
        connection.restartClock(timeouts.within(within).attempt());
        var unable = commands.unable(envelope);
        if (unable != null) {
            heard = true;
            envelope.recipients()
                    .forEach(r -> verdicts.put(r.address(), Verdict.open(unable, hop)));
            return;
        }
        var left = envelope.recipients();
        while (!left.isEmpty() && usable()) {
            var batch = left.subList(0, Math.min(left.size(), recipientMax));
            var rest = left.subList(batch.size(), left.size());
            var over = transact(envelope.to(batch), octets, verdicts);
            left = new ArrayList<>(over);
            left.addAll(rest);
        }
        left.stream()
                .filter(r -> !verdicts.containsKey(r.address()))
                .forEach(r -> verdicts.put(r.address(), Verdict.open(LATER, hop)));
    }

    /** One transaction. Returns the recipients that were one too many and are tried again. */
    private List<Recipient> transact(
            Envelope envelope, Octets octets, Map<EmailAddress, Verdict> verdicts)
            throws IOException {
        reset();
        begun++;
        clean = false;
        boolean binary = envelope.body() == Envelope.Body.BINARY;
        boolean dataAhead = pipelining && !binary;
        if (pipelining) {
            connection.write(commands.mail(envelope));
            sent = 0;
            sendAhead(envelope, AHEAD, dataAhead);
        }
        var mail = next(commands.mail(envelope));
        heard = true;
        var replies = replies(envelope, mail, dataAhead);
        var accepted = new ArrayList<Recipient>();
        replies.forEach((to, reply) -> {
            if (reply.completed()) {
                accepted.add(to);
            } else {
                verdicts.put(to.address(), Verdict.of(reply, hop));
            }
        });
        if (!usable) {
            throw new IOException("the host closes the connection");
        }
        if (accepted.isEmpty()) {
            if (dataAhead) {
                abandon();
            }
            return List.of();
        }
        var end = binary ? chunk(envelope, octets) : data(octets, dataAhead);
        accepted.forEach(recipient -> verdicts.put(recipient.address(), end));
        return end.outcome() instanceof Outcome.Delivered && usable ? tooMany(replies) : List.of();
    }

    private static List<Recipient> tooMany(Map<Recipient, Reply> replies) {
        return replies.entrySet().stream()
                .filter(reply -> reply.getValue().tooManyRecipients())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * RFC 2920 §3.1: no more than both ends can hold while neither reads.
     *
     * @param most recipients that may be sent, those that were included
     */
    private void sendAhead(Envelope envelope, int most, boolean data) throws IOException {
        var all = envelope.recipients();
        int end = Math.min(all.size(), most);
        if (sent < end) {
            for (var recipient : all.subList(sent, end)) {
                connection.write(commands.rcpt(recipient));
            }
            sent = end;
            if (data && end == all.size()) {
                connection.write("DATA");
            }
            connection.flush();
        }
    }

    /** What was begun and not ended must not meet the next message. RFC 5321 §4.1.1.5. */
    private void reset() throws IOException {
        if (!clean) {
            if (!connection.command("RSET", timeouts.reply()).completed()) {
                throw new IOException("the host refused RSET");
            }
            clean = true;
        }
    }

    /** The reply to a line, which is sent first unless it went ahead. */
    private Reply next(String line) throws IOException {
        var reply =
                pipelining
                        ? connection.reply(timeouts.reply())
                        : connection.command(line, timeouts.reply());
        usable &= !reply.closing();
        return reply;
    }

    /** To RCPT, one for each recipient; a sender who is refused is refused for all of them. */
    private Map<Recipient, Reply> replies(Envelope envelope, Reply mail, boolean dataAhead)
            throws IOException {
        var replies = new LinkedHashMap<Recipient, Reply>();
        for (var recipient : envelope.recipients()) {
            boolean said = usable && (mail.completed() || pipelining); // 421: nothing more comes
            var reply = said ? next(commands.rcpt(recipient)).toRecipient() : LATER;
            replies.put(recipient, mail.completed() ? reply : mail);
            if (pipelining && usable && sent - replies.size() < AHEAD / 2) {
                sendAhead(envelope, replies.size() + AHEAD, dataAhead);
            }
        }
        return replies;
    }

    /**
     * DATA went ahead, and nobody is left to send to. RFC 2920 §3.1: an empty message, if it must
     * be.
     */
    private void abandon() throws IOException {
        if (connection.reply(timeouts.data()).intermediate()) {
            connection.command(".", timeouts.end());
        }
    }

    private Verdict data(Octets octets, boolean ahead) throws IOException {
        var go =
                ahead
                        ? connection.reply(timeouts.data())
                        : connection.command("DATA", timeouts.data());
        if (!go.intermediate()) {
            usable &= !go.closing();
            return Verdict.of(go, hop);
        }
        var stuffed = new DotStuffing(connection.out());
        var failed = copy(octets, stuffed::write, stuffed::finish);
        return failed == null ? end() : failed;
    }

    /** RFC 3030 §2: all in one chunk, which must be as long as it is said to be. */
    private Verdict chunk(Envelope envelope, Octets octets) throws IOException {
        connection.write("BDAT " + envelope.octets() + " LAST");
        var counted = new Counted(connection.out(), envelope.octets());
        var failed = copy(octets, counted::write, counted::finish);
        return failed == null ? end() : failed;
    }

    private interface Sink {
        void write(byte[] octets, int offset, int length) throws IOException;
    }

    private interface End {
        void finish() throws IOException;
    }

    /**
     * Sends the octets. What went wrong, if something did: then the connection is cut, without a
     * dot.
     */
    private @Nullable Verdict copy(Octets octets, Sink sink, End end) throws IOException {
        usable = false; // until it is through
        try (var message = new OwnOctets(octets)) {
            byte[] buffer = new byte[16384];
            for (int n = message.read(buffer); n > 0; n = message.read(buffer)) {
                sink.write(buffer, 0, n);
            }
            end.finish();
            usable = true;
            return null;
        } catch (DotStuffing.UnsendableException never) {
            connection.close();
            return Verdict.settled(Outcome.of(new Reply(550, "5.6.0 " + never.getMessage()), hop));
        } catch (OwnOctets.UnreadableException ours) {
            connection.close();
            return Verdict.settled(
                    new Outcome.Deferred(new Reply(451, "4.3.0 The message cannot be read"), hop));
        } catch (IOException broken) {
            return lastWords(broken);
        }
    }

    /** A host that has enough of a message says so and hangs up: what it said counts. */
    private Verdict lastWords(IOException broken) throws IOException {
        try {
            var said = connection.reply(timeouts.bye());
            if (!said.completed() && !said.intermediate()) {
                return Verdict.of(said, hop);
            }
        } catch (IOException nothing) {
            broken.addSuppressed(nothing);
        }
        throw broken;
    }

    /** The reply to the whole message decides; without one, nobody knows. RFC 5321 §4.5.3.2.6. */
    private Verdict end() {
        try {
            var reply = connection.reply(timeouts.end());
            clean = true;
            usable = !reply.closing();
            if (reply.completed()) {
                return Verdict.settled(new Outcome.Delivered(reply, hop));
            }
            return Verdict.last(reply, hop);
        } catch (IOException broken) {
            usable = false;
            var doubt = "4.4.2 No reply to the whole message, which may arrive twice: ";
            return Verdict.settled(
                    new Outcome.Deferred(new Reply(451, doubt + broken.getMessage()), hop));
        }
    }
}
