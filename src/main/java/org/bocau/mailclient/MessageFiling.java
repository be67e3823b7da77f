package org.bocau.mailclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.Literal;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Puts messages into folders as they are. RFC 3501 §6.3.11; the reasons are of RFC 9051 §7.1. */
@Service
public class MessageFiling {
    private static final int BATCH = 1000;

    /** So many messages of one size, the newest of a folder, are compared with one. */
    public static final int COMPARED = 200;

    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s]{1,900}>");

    private final MailClient client;

    MessageFiling(MailClient client) {
        this.client = client;
    }

    /** Opens the octets of a message anew. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    /**
     * A message to be filed.
     *
     * @param flags as IMAP names them; what it cannot name is left out
     * @param receivedAt its INTERNALDATE
     * @param size of the source in octets
     */
    public record Letter(Set<String> flags, Instant receivedAt, int size, Source source) {
        public Letter {
            flags = Set.copyOf(flags);
        }
    }

    /** What the server made of it. */
    public enum Outcome {
        FILED,
        TOO_LARGE,
        /** The account holds as much as it may. */
        NO_ROOM,
        REFUSED
    }

    /**
     * Files a message.
     *
     * @param mailbox as IMAP names it
     * @throws NoSuchMailException there is no such mailbox
     * @throws MailUnavailableException whether it was filed is not known
     */
    public Outcome file(MailAccount account, String mailbox, Letter letter) {
        return client.with(
                account,
                connection -> {
                    try {
                        connection.append(
                                mailbox,
                                SystemFlags.of(letter.flags()),
                                Date.from(letter.receivedAt()),
                                new Octets(letter));
                        return Outcome.FILED;
                    } catch (CommandFailedException | BadCommandException no) {
                        return outcome(mailbox, no.getResponse());
                    }
                });
    }

    private static Outcome outcome(String mailbox, @Nullable Response no) {
        var words = no == null ? "" : String.valueOf(no.getRest());
        if (words.contains("[TRYCREATE]")) throw new NoSuchMailException("no mailbox " + mailbox);
        if (words.contains("[TOOBIG]")) return Outcome.TOO_LARGE;
        return words.contains("[OVERQUOTA]") ? Outcome.NO_ROOM : Outcome.REFUSED;
    }

    /** Written once, when the server has asked for it. */
    private record Octets(Letter letter) implements Literal {
        @Override
        public int size() {
            return letter.size();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (var in = letter.source().open()) {
                in.transferTo(out);
            }
        }
    }

    /**
     * Whether a folder has these very octets: of messages of the same size, the newest few are
     * compared by their digests.
     *
     * @throws NoSuchMailException there is no such mailbox
     */
    public boolean holds(MailAccount account, String mailbox, Letter letter) throws IOException {
        byte[] sought;
        try (var in = letter.source().open()) {
            sought = digest(in);
        }
        long size = letter.size();
        var same = client.in(account, mailbox, connection -> connection.uidsOfSize(size));
        for (int i = same.length - 1; i >= Math.max(0, same.length - COMPARED); i--) {
            var one = new MessageSummary(same[i], Instant.EPOCH, Set.of(), "", letter.size());
            if (MessageDigest.isEqual(sought, digest(account, mailbox, one))) return true;
        }
        return false;
    }

    /** Of a message that is there; empty where it has gone. */
    private byte[] digest(MailAccount account, String mailbox, MessageSummary message) {
        try (var in = WholeMessage.open(client, account, mailbox, message)) {
            return in == null ? new byte[0] : digest(in);
        } catch (IOException _) {
            return new byte[0];
        }
    }

    private static byte[] digest(InputStream in) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) digest.update(buffer, 0, n);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Tells the Message-ID of each message of a folder that has one.
     *
     * @throws NoSuchMailException there is no such mailbox
     */
    public void messageIds(MailAccount account, String mailbox, Consumer<String> known) {
        for (int first = 1; first > 0; ) {
            int from = first;
            first = client.in(account, mailbox, connection -> ids(connection, from, known));
        }
    }

    /** Where to go on; 0 at the end. */
    private static int ids(ImapConnection connection, int from, Consumer<String> known)
            throws ProtocolException {
        if (from > connection.exists()) return 0;
        int last = Math.min(connection.exists(), from + BATCH - 1);
        var items = "UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]";
        for (var fetch : connection.fetchRange(from, last, items)) {
            var body = fetch.getItem(BODY.class);
            var octets = body == null ? null : body.getByteArray();
            if (octets == null) continue;
            var field =
                    new String(
                            octets.getBytes(),
                            octets.getStart(),
                            octets.getCount(),
                            StandardCharsets.ISO_8859_1);
            var id = messageId(field);
            if (id != null) known.accept(id);
        }
        return last + 1;
    }

    /** The first identifier of a field, RFC 5322 §3.6.4; null if there is none. */
    public static @Nullable String messageId(String field) {
        var found = MESSAGE_ID.matcher(field);
        return found.find() ? found.group() : null;
    }
}
