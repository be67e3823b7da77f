package org.bocau.mailclient;

import jakarta.mail.Flags;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.OptionalLong;
import org.bocau.message.Spool;
import org.bocau.message.Spools;
import org.eclipse.angus.mail.iap.Literal;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FLAGS;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.springframework.stereotype.Service;

/**
 * Moves a message so that lists by arrival show it as if it had come now. IMAP changes nobody's
 * INTERNALDATE, so the message is stored anew and the old one removed, by one REPLACE (RFC 8508):
 * in one transaction of the server's, so that it is never gone nor there twice. Flags and keywords
 * stay.
 */
@Service
public class FreshArrival {
    private static final int CHUNK = 256 * 1024;

    private final Spools spools;

    FreshArrival(Spools spools) {
        this.spools = spools;
    }

    /**
     * @param connection in the mailbox that has the message
     * @param target as IMAP names it
     * @return its UID there; empty where nothing was done: the server has no REPLACE, or the
     *     message has gone
     * @throws org.eclipse.angus.mail.iap.CommandFailedException refused, and nothing was done
     */
    public OptionalLong move(ImapConnection connection, long uid, String target, Instant arrival)
            throws ProtocolException, IOException {
        if (!connection.hasCapability("REPLACE")) return OptionalLong.empty();
        for (var fetch : connection.fetchUid(uid, "UID FLAGS RFC822.SIZE")) {
            var size = fetch.getItem(RFC822SIZE.class);
            if (ImapConnection.uid(fetch) != uid || size == null) continue;
            try (var spool = spools.create()) {
                if (!copied(connection, uid, size.size, spool)) return OptionalLong.empty();
                return connection.uidReplace(uid, target, kept(fetch), arrival, new Octets(spool));
            }
        }
        return OptionalLong.empty();
    }

    private static Flags kept(FetchResponse fetch) {
        var flags = new Flags();
        var known = fetch.getItem(FLAGS.class);
        if (known != null) flags.add(known);
        flags.remove(Flags.Flag.RECENT); // the server's own, RFC 3501 §2.3.2
        return flags;
    }

    private static boolean copied(ImapConnection connection, long uid, long size, Spool spool)
            throws ProtocolException, IOException {
        try (var out = spool.out()) {
            while (spool.size() < size) {
                long before = spool.size();
                var items = "UID BODY.PEEK[]<" + before + "." + CHUNK + ">";
                for (var fetch : connection.fetchUid(uid, items)) {
                    var body = fetch.getItem(BODY.class);
                    var octets = body == null ? null : body.getByteArray();
                    if (octets != null) {
                        out.write(octets.getBytes(), octets.getStart(), octets.getCount());
                    }
                }
                if (spool.size() == before) return false; // it has gone
            }
        }
        return spool.size() == size;
    }

    /** A spool as the IMAP library sends literals. */
    private record Octets(Spool spool) implements Literal {
        @Override
        public int size() {
            return Math.toIntExact(spool.size());
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (InputStream in = spool.open()) {
                in.transferTo(out);
            }
        }
    }
}
