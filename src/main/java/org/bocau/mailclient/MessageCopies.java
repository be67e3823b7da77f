package org.bocau.mailclient;

import jakarta.mail.Flags;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.ENVELOPE;
import org.eclipse.angus.mail.imap.protocol.FLAGS;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Reads whole messages, one after the other, without marking them as read. Small ones come several
 * at a time, of large ones a piece at a time, so memory is bounded whatever there is; while one is
 * handed over, no connection is held.
 */
@Service
public class MessageCopies {
    private static final int BATCH = 200;
    private static final long TOGETHER = 1024 * 1024; // octets that are asked for at once
    private static final String[] EXTENT = {"MESSAGES", "SIZE"};

    private final MailClient client;

    MessageCopies(MailClient client) {
        this.client = client;
    }

    /** Takes a message over; its octets are good until it returns. */
    @FunctionalInterface
    public interface Taker {
        void take(MessageSummary message, InputStream octets) throws IOException;
    }

    /**
     * How much there is.
     *
     * @param octets 0 where the server does not say (RFC 8438)
     */
    public record Extent(long messages, long octets) {
        public static final Extent NONE = new Extent(0, 0);

        public Extent plus(Extent more) {
            return new Extent(messages + more.messages, octets + more.octets);
        }
    }

    /** Of a whole folder. */
    public Extent of(MailAccount account, Folder folder) {
        return client.with(
                account,
                connection -> {
                    boolean sized = connection.hasCapability("STATUS=SIZE");
                    var asked = sized ? EXTENT : Arrays.copyOf(EXTENT, 1);
                    var status = connection.status(folder.name(), asked);
                    long octets = sized ? Math.max(0, status.getItem("SIZE")) : 0;
                    return new Extent(Math.max(0, status.total), octets);
                });
    }

    /** Of some messages; those that have gone do not count. */
    public Extent of(MailAccount account, Folder folder, long[] uids) {
        var extent = Extent.NONE;
        for (int at = 0; at < uids.length; at += 5 * BATCH) {
            var some = Arrays.copyOfRange(uids, at, Math.min(uids.length, at + 5 * BATCH));
            extent =
                    extent.plus(
                            client.in(
                                    account,
                                    folder.name(),
                                    connection -> extent(connection, some)));
        }
        return extent;
    }

    private static Extent extent(ImapConnection connection, long[] uids) throws ProtocolException {
        long messages = 0;
        long octets = 0;
        for (var fetch : connection.fetchUids(uids, "UID RFC822.SIZE")) {
            var size = fetch.getItem(RFC822SIZE.class);
            if (size == null) continue;
            messages++;
            octets += size.size;
        }
        return new Extent(messages, octets);
    }

    /** UIDs of all messages of a folder, ascending. */
    public long[] uids(MailAccount account, Folder folder) {
        return client.in(
                account,
                folder.name(),
                connection -> connection.exists() == 0 ? new long[0] : connection.allUids());
    }

    /**
     * Hands these messages over, in the order of their UIDs; those that have gone are left out.
     *
     * @throws NoSuchMailException the folder has gone
     * @throws IOException the taker's, or a message was removed while it was read
     */
    public void each(MailAccount account, Folder folder, long[] uids, Taker taker)
            throws IOException {
        for (int at = 0; at < uids.length; at += BATCH) {
            var some = Arrays.copyOfRange(uids, at, Math.min(uids.length, at + BATCH));
            var left = new ArrayDeque<>(summaries(account, folder, some));
            while (!left.isEmpty()) {
                if (left.element().octets() > TOGETHER)
                    large(account, folder, left.remove(), taker);
                else small(account, folder, left, taker);
            }
        }
    }

    private void large(MailAccount account, Folder folder, MessageSummary message, Taker taker)
            throws IOException {
        try (var octets = WholeMessage.open(client, account, folder.name(), message)) {
            if (octets != null) taker.take(message, octets);
        }
    }

    /** As many of those that are left as fit together. */
    private void small(MailAccount account, Folder folder, Deque<MessageSummary> left, Taker taker)
            throws IOException {
        var together = new ArrayList<MessageSummary>();
        long octets = 0;
        while (!left.isEmpty() && octets + left.element().octets() <= TOGETHER) {
            octets += left.element().octets();
            together.add(left.remove());
        }
        var uids = together.stream().mapToLong(MessageSummary::uid).toArray();
        var bodies = client.in(account, folder.name(), connection -> bodies(connection, uids));
        for (var message : together) {
            var body = bodies.get(message.uid());
            if (body != null) taker.take(message, new ByteArrayInputStream(body));
        }
    }

    private static Map<Long, byte[]> bodies(ImapConnection connection, long[] uids)
            throws ProtocolException {
        var bodies = new HashMap<Long, byte[]>();
        for (var fetch : connection.fetchUids(uids, "UID BODY.PEEK[]")) {
            var body = fetch.getItem(BODY.class);
            var octets = body == null ? null : body.getByteArray();
            if (octets != null) bodies.put(ImapConnection.uid(fetch), octets.getNewBytes());
        }
        return bodies;
    }

    private List<MessageSummary> summaries(MailAccount account, Folder folder, long[] uids) {
        return client.in(account, folder.name(), connection -> summaries(connection, uids));
    }

    private static List<MessageSummary> summaries(ImapConnection connection, long[] uids)
            throws ProtocolException {
        var found = new ArrayList<MessageSummary>();
        var items = "UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE";
        for (var fetch : connection.fetchUids(uids, items)) {
            var size = fetch.getItem(RFC822SIZE.class);
            if (size == null) continue; // flags of another message, told on the way
            found.add(
                    new MessageSummary(
                            ImapConnection.uid(fetch),
                            receivedAt(fetch),
                            names(fetch.getItem(FLAGS.class)),
                            subject(fetch.getItem(ENVELOPE.class)),
                            size.size));
        }
        found.sort(Comparator.comparingLong(MessageSummary::uid));
        return found;
    }

    private static Instant receivedAt(FetchResponse fetch) {
        var date = fetch.getItem(INTERNALDATE.class);
        return date == null || date.getDate() == null ? Instant.EPOCH : date.getDate().toInstant();
    }

    private static String subject(@Nullable ENVELOPE envelope) {
        if (envelope == null || envelope.subject == null) return "";
        try {
            return Correspondent.shown(MimeUtility.decodeText(envelope.subject));
        } catch (UnsupportedEncodingException _) { // better raw than nothing
            return Correspondent.shown(envelope.subject);
        }
    }

    private static Set<String> names(@Nullable Flags flags) {
        var names = new TreeSet<String>();
        if (flags == null) return names;
        SystemFlags.ALL.forEach((name, flag) -> {
            if (flags.contains(flag)) names.add(name);
        });
        names.addAll(List.of(flags.getUserFlags()));
        return names;
    }
}
