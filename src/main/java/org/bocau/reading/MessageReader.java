package org.bocau.reading;

import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.ImapConnection;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MimePart;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.message.HeaderSection;
import org.bocau.webmail.BodyParts;
import org.bocau.webmail.ListRows;
import org.bocau.webmail.PartText;
import org.bocau.webmail.WebmailProperties;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.BODYSTRUCTURE;
import org.eclipse.angus.mail.imap.protocol.ENVELOPE;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Reads messages and their parts. Nothing here sets \Seen: that is an action of its own. */
@Service
public class MessageReader {
    private static final String ITEMS =
            "UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE"
                    + " BODY.PEEK[HEADER.FIELDS (REFERENCES AUTHENTICATION-RESULTS RECEIVED"
                    + " DKIM-SIGNATURE LIST-ID LIST-UNSUBSCRIBE LIST-UNSUBSCRIBE-POST"
                    + " LIST-POST MAIL-FOLLOWUP-TO DISPOSITION-NOTIFICATION-TO"
                    + " DISPOSITION-NOTIFICATION-OPTIONS ORIGINAL-RECIPIENT RETURN-PATH"
                    + " AUTO-SUBMITTED PRECEDENCE RESENT-FROM "
                    + DraftSource.FIELD.toUpperCase(java.util.Locale.ROOT)
                    + ")]";
    private static final int MAX_HEADER = 256 * 1024;
    private static final int MAX_FIELDS = 1000;

    /** What is fetched as well where the server has it, by capability. */
    private static final Map<String, String> EXTENSIONS =
            Map.of("PREVIEW", "PREVIEW", "OBJECTID", "THREADID");

    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s]{1,400}>");
    private static final int MAX_REFERENCES = 40;
    private static final int CHUNK = 256 * 1024;

    private final MailClient client;
    private final WebmailProperties limits;

    MessageReader(MailClient client, WebmailProperties limits) {
        this.client = client;
        this.limits = limits;
    }

    /**
     * @throws NoSuchMailException it is not in this folder, or not any more
     */
    public MessageView read(MailAccount account, Folder folder, long uid) {
        return client.in(account, folder.name(), connection -> read(connection, folder, uid));
    }

    /** The same on a connection that is in this folder. */
    static MessageView read(ImapConnection connection, Folder folder, long uid)
            throws ProtocolException, MessagingException {
        var views = read(connection, folder, new long[] {uid});
        if (views.isEmpty()) throw new NoSuchMailException("no message " + uid);
        return views.getFirst();
    }

    /** Several at once; those that have gone are missing. */
    static List<MessageView> read(ImapConnection connection, Folder folder, long[] uids)
            throws ProtocolException, MessagingException {
        var items = new StringBuilder(ITEMS);
        for (var extension : EXTENSIONS.entrySet()) {
            if (connection.hasCapability(extension.getKey()))
                items.append(' ').append(extension.getValue());
        }
        var views = new ArrayList<MessageView>();
        for (var fetch : connection.fetchUids(uids, items.toString())) {
            if (fetch.getItem(ENVELOPE.class) != null && fetch.getItem(BODYSTRUCTURE.class) != null)
                views.add(view(folder, ImapConnection.uid(fetch), fetch));
        }
        return views;
    }

    private static FetchResponse one(ImapConnection connection, long uid, String items)
            throws ProtocolException {
        for (var fetch : connection.fetchUid(uid, items)) {
            if (ImapConnection.uid(fetch) == uid && fetch.getItemCount() > 1) return fetch;
        }
        throw new NoSuchMailException("no message " + uid);
    }

    private static MessageView view(Folder folder, long uid, FetchResponse fetch)
            throws MessagingException {
        var envelope = fetch.getItem(ENVELOPE.class);
        var structure = fetch.getItem(BODYSTRUCTURE.class);
        var known = ListRows.flags(fetch);
        var size = fetch.getItem(RFC822SIZE.class);
        var header = header(fetch);
        var root = MimePart.of(structure);
        return new MessageView(
                folder,
                uid,
                ListRows.subject(envelope),
                Correspondent.of(envelope.from),
                Correspondent.of(envelope.replyTo),
                Correspondent.of(envelope.to),
                Correspondent.of(envelope.cc),
                Correspondent.of(envelope.bcc),
                envelope.date == null ? null : envelope.date.toInstant(),
                ListRows.received(fetch),
                size == null ? 0 : size.size,
                known.contains(Flags.Flag.SEEN),
                known.contains(Flags.Flag.FLAGGED),
                known.contains(Flags.Flag.ANSWERED),
                known.contains("$Forwarded"),
                messageIds(envelope.messageId).stream().findFirst().orElse(null),
                references(first(header, "References"), envelope),
                DraftSource.parse(first(header, DraftSource.FIELD)),
                root,
                BodyParts.of(root),
                header,
                ListRows.preview(fetch),
                ImapConnection.objectId(fetch, "THREADID"),
                Set.of(known.getUserFlags()));
    }

    /** The fields that were asked for, in their order; none where they are beyond all bounds. */
    private static HeaderSection header(FetchResponse fetch) {
        var body = fetch.getItem(BODY.class);
        var stream = body == null ? null : body.getByteArrayInputStream();
        return stream == null
                ? HeaderSection.NONE
                : HeaderSection.shown(stream, MAX_HEADER, MAX_FIELDS);
    }

    private static @Nullable String first(HeaderSection header, String name) {
        var all = header.all(name);
        return all.isEmpty() ? null : all.getFirst().value();
    }

    /** RFC 5322 §3.6.4: its References and its own id; without References its In-Reply-To does. */
    private static List<String> references(@Nullable String field, ENVELOPE envelope) {
        var before = messageIds(field);
        if (before.isEmpty()) before = messageIds(envelope.inReplyTo);
        var all = new java.util.ArrayList<>(before);
        all.addAll(messageIds(envelope.messageId));
        // The first one names the thread, the last ones the place in it.
        return all.size() <= MAX_REFERENCES
                ? List.copyOf(all)
                : java.util.stream.Stream.concat(
                                all.stream().limit(1),
                                all.subList(all.size() - MAX_REFERENCES + 1, all.size()).stream())
                        .toList();
    }

    /** Every Message-ID in a field, with its angle brackets; none for null. */
    public static List<String> messageIds(@Nullable String field) {
        if (field == null) return List.of();
        return MESSAGE_ID.matcher(field).results().map(MatchResult::group).toList();
    }

    /** A text part up to the bound, decoded. */
    public PartText text(MailAccount account, Folder folder, long uid, MimePart part) {
        int max = (int) limits.maxBodySize().toBytes();
        int encoded =
                Math.min(max * 2, (int) Math.min(Integer.MAX_VALUE, Math.max(part.octets(), 1)));
        var octets = chunk(account, folder, uid, part.section(), 0, encoded);
        var read = PartText.decode(part, new java.io.ByteArrayInputStream(octets), max);
        return new PartText(read.text(), read.complete() && encoded >= part.octets());
    }

    /**
     * The octets of a part as they are stored, still encoded. Each read of the stream borrows a
     * connection for one chunk, so a slow reader holds none.
     *
     * @param section a part's number, or empty for the whole message
     */
    public InputStream encoded(
            MailAccount account, Folder folder, long uid, String section, long octets) {
        return new InputStream() {
            private byte[] chunk = new byte[0];
            private int at;
            private long next;

            @Override
            public int read() throws IOException {
                var one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (at == chunk.length) {
                    if (next >= octets) return -1;
                    chunk = chunk(account, folder, uid, section, next, CHUNK);
                    if (chunk.length == 0) return -1;
                    next += chunk.length;
                    at = 0;
                }
                int n = Math.min(length, chunk.length - at);
                System.arraycopy(chunk, at, into, offset, n);
                at += n;
                return n;
            }
        };
    }

    /** A part without its transfer encoding. */
    public InputStream content(MailAccount account, Folder folder, long uid, MimePart part)
            throws IOException {
        return PartText.content(
                encoded(account, folder, uid, part.section(), part.octets()), part.encoding());
    }

    private byte[] chunk(
            MailAccount account, Folder folder, long uid, String section, long from, int length) {
        return client.in(
                account,
                folder.name(),
                connection -> {
                    var items = "UID BODY.PEEK[" + section + "]<" + from + "." + length + ">";
                    var body = one(connection, uid, items).getItem(BODY.class);
                    var bytes = body == null ? null : body.getByteArray();
                    if (bytes == null) return new byte[0];
                    return Arrays.copyOfRange(
                            bytes.getBytes(),
                            bytes.getStart(),
                            bytes.getStart() + bytes.getCount());
                });
    }
}
