package org.bocau.imap;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.bocau.mailbox.Access;
import org.bocau.mailbox.Flags;
import org.bocau.mailbox.Incoming;
import org.bocau.message.MimeParser;
import org.bocau.message.Spool;

/**
 * The messages of one APPEND or REPLACE on their way in, each in a spool. What may not come is
 * refused before the client is asked for it. Closing it forgets them.
 */
final class AppendBatch implements AutoCloseable {
    private static final int MOST_MESSAGES = 500;

    /**
     * Octets of them all, as a multiple of the largest message: what one command takes of the disk.
     */
    private static final int MOST_SIZES = 10;

    /** Octets kept in memory, and parsed ahead: a text is at most as long as its message. */
    private static final long IN_MEMORY = 4 * 1024 * 1024;

    private record Received(Spool octets, Flags flags, Instant internalDate) {}

    private final ImapSession session;
    private final boolean utf8;
    private final long room;
    private final List<Received> messages = new ArrayList<>();
    private long octets;

    /**
     * @param room octets the quota leaves, Long.MAX_VALUE without one
     */
    AppendBatch(Authenticated user, long room) {
        this.session = user.session();
        this.utf8 = user.utf8();
        this.room = room;
    }

    /**
     * Streams a message in.
     *
     * @throws ImapRefusal NO, before it is asked for: TOOBIG, OVERQUOTA, LIMIT, or it is empty, by
     *     which a client cancels the command (RFC 3502 §6.3.11); UTF8 without having enabled it.
     *     When all of it has come: UNAVAILABLE, the disk is full
     */
    void receive(AppendMessage message) throws IOException {
        // RFC 6855 §4. Liberal: 8-bit in the header of a plain literal is taken, it may be of any
        // age and charset, and octets come back as they went.
        if (message.literal().utf8() && !utf8) {
            throw ImapRefusal.no(ResponseCode.CANNOT, "ENABLE UTF8=ACCEPT first");
        }
        requireRoom(message.literal());
        Spool spool = session.store().spools().create(IN_MEMORY - octets);
        Instant date = message.internalDate();
        messages.add(new Received(spool, message.flags(), date == null ? session.now() : date));
        try (var out = new SpoolOutput(spool.out())) {
            message.literal().receive(out);
            out.requireRoom();
        }
        octets += message.literal().size();
    }

    private void requireRoom(MessageLiteral literal) {
        long largest = session.properties().maxMessageSize().toBytes();
        if (literal.size() > largest) {
            throw ImapRefusal.no(ResponseCode.TOOBIG, "Message is too big");
        }
        if (literal.size() == 0) {
            throw ImapRefusal.no("An empty message cannot be stored");
        }
        if (octets + literal.size() > room) {
            throw ImapRefusal.no(ResponseCode.OVERQUOTA, "Quota exceeded");
        }
        if (messages.size() == MOST_MESSAGES || octets + literal.size() > MOST_SIZES * largest) {
            throw ImapRefusal.no(ResponseCode.LIMIT, "Too many messages in one command");
        }
    }

    /**
     * What the store takes. Few are parsed here; many only when the store comes to them, since the
     * texts of them all might not fit into memory.
     */
    List<Incoming> to(Access mailbox) throws IOException {
        if (messages.size() > 1 && octets > IN_MEMORY) {
            return new AbstractList<>() {
                @Override
                public Incoming get(int index) {
                    try {
                        return parsed(messages.get(index), mailbox);
                    } catch (IOException unreadable) {
                        throw new UncheckedIOException(unreadable);
                    }
                }

                @Override
                public int size() {
                    return messages.size();
                }
            };
        }
        var incoming = new ArrayList<Incoming>(messages.size());
        for (Received message : messages) {
            incoming.add(parsed(message, mailbox));
        }
        return incoming;
    }

    /** Flags that may not be set there are left out. RFC 4314 §4. */
    private static Incoming parsed(Received message, Access mailbox) throws IOException {
        Spool spool = message.octets();
        return new Incoming(
                mailbox.id(),
                spool,
                MimeParser.parse(spool),
                mailbox.rights().settable(message.flags()),
                message.internalDate());
    }

    @Override
    public void close() {
        messages.forEach(message -> message.octets().close());
    }

    /** Takes what a full disk does not, so that the stream stays in step. */
    private static final class SpoolOutput extends FilterOutputStream {
        private boolean full;

        SpoolOutput(OutputStream spool) {
            super(spool);
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) {
            if (!full) {
                try {
                    out.write(octets, offset, length);
                } catch (IOException noRoom) { // the spool's trouble, not the connection's
                    full = true;
                }
            }
        }

        void requireRoom() {
            if (full) {
                throw ImapRefusal.no(ResponseCode.UNAVAILABLE, "No room for the message now");
            }
        }
    }
}
