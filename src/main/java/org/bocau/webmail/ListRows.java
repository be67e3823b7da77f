package org.bocau.webmail;

import jakarta.mail.Flags;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.ImapConnection;
import org.bocau.mailclient.MimePart;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.BODYSTRUCTURE;
import org.eclipse.angus.mail.imap.protocol.ENVELOPE;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.jspecify.annotations.Nullable;

/**
 * Makes list rows of FETCH responses; where the server has no PREVIEW, of the first octets as well.
 */
final class ListRows {
    private static final String ITEMS = "UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE";
    private static final int PREVIEW_OCTETS = 1024;
    private static final int MAX_PREVIEW = 200; // characters, as RFC 8970 §3.1 asks of servers

    private final ImapConnection connection;
    private final Folder folder;

    ListRows(ImapConnection connection, Folder folder) {
        this.connection = connection;
        this.folder = folder;
    }

    /** By sequence number, both ends included; highest first. */
    List<MessageRow> range(int first, int last) throws ProtocolException {
        if (first > last) return List.of();
        return rows(connection.fetchRange(first, last, items()));
    }

    /** By UID; highest first. Expunged ones are missing. */
    List<MessageRow> uids(long[] uids) throws ProtocolException {
        return rows(connection.fetchUids(uids, items()));
    }

    private String items() {
        return connection.hasCapability("PREVIEW") ? ITEMS + " PREVIEW" : ITEMS;
    }

    private List<MessageRow> rows(List<FetchResponse> fetched) throws ProtocolException {
        var previews = previews(fetched);
        var rows = new ArrayList<MessageRow>();
        for (var fetch : fetched) {
            long uid = ImapConnection.uid(fetch);
            var envelope = fetch.getItem(ENVELOPE.class);
            if (uid == 0 || envelope == null) continue; // flags of another message, told on the way
            rows.add(row(fetch, uid, envelope, previews.getOrDefault(uid, "")));
        }
        rows.sort(Comparator.comparingLong(MessageRow::uid).reversed());
        return rows;
    }

    private MessageRow row(FetchResponse fetch, long uid, ENVELOPE envelope, String preview) {
        var flags = fetch.getItem(org.eclipse.angus.mail.imap.protocol.FLAGS.class);
        Flags known = flags == null ? new Flags() : flags;
        var structure = fetch.getItem(BODYSTRUCTURE.class);
        var size = fetch.getItem(RFC822SIZE.class);
        return new MessageRow(
                folder,
                uid,
                Correspondent.of(people(envelope)),
                subject(envelope),
                preview,
                received(fetch),
                size == null ? 0 : size.size,
                known.contains(Flags.Flag.SEEN),
                known.contains(Flags.Flag.FLAGGED),
                known.contains(Flags.Flag.ANSWERED),
                known.contains("$Forwarded"),
                structure != null && !BodyParts.of(MimePart.of(structure)).attachments().isEmpty());
    }

    private InternetAddress @Nullable [] people(ENVELOPE envelope) {
        if (!folder.outgoing()) return envelope.from;
        return envelope.to == null || envelope.to.length == 0 ? envelope.cc : envelope.to;
    }

    static String subject(ENVELOPE envelope) {
        return envelope.subject == null ? "" : Correspondent.shown(decoded(envelope.subject));
    }

    static String decoded(String header) {
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(header));
        } catch (
                UnsupportedEncodingException _) { // a charset nobody knows: better raw than nothing
            return header;
        }
    }

    static Instant received(FetchResponse fetch) {
        var date = fetch.getItem(INTERNALDATE.class);
        return date == null || date.getDate() == null ? Instant.EPOCH : date.getDate().toInstant();
    }

    private Map<Long, String> previews(List<FetchResponse> fetched) throws ProtocolException {
        var previews = new HashMap<Long, String>();
        var missing =
                new HashMap<String, List<FetchResponse>>(); // by section, to ask for many at once
        for (var fetch : fetched) {
            var extensions = fetch.getExtensionItems();
            var given = extensions == null ? null : extensions.get("PREVIEW");
            if (given instanceof String text) {
                previews.put(ImapConnection.uid(fetch), collapsed(text));
                continue;
            }
            var part = textPart(fetch);
            if (part != null)
                missing.computeIfAbsent(part.section(), _ -> new ArrayList<>()).add(fetch);
        }
        for (var entry : missing.entrySet())
            firstOctets(entry.getKey(), entry.getValue(), previews);
        return previews;
    }

    private void firstOctets(String section, List<FetchResponse> of, Map<Long, String> previews)
            throws ProtocolException {
        var parts = new HashMap<Long, MimePart>();
        for (var fetch : of) {
            var part = textPart(fetch);
            if (part != null) parts.put(ImapConnection.uid(fetch), part);
        }
        var uids = parts.keySet().stream().mapToLong(Long::longValue).toArray();
        var items = "UID BODY.PEEK[" + section + "]<0." + PREVIEW_OCTETS + ">";
        for (var fetch : connection.fetchUids(uids, items)) {
            var body = fetch.getItem(BODY.class);
            var part = parts.get(ImapConnection.uid(fetch));
            if (body == null || part == null) continue;
            previews.put(ImapConnection.uid(fetch), preview(part, body));
        }
    }

    private static String preview(MimePart part, BODY body) {
        var bytes = body.getByteArray();
        if (bytes == null) return "";
        var text = PartText.decode(part, bytes.toByteArrayInputStream(), PREVIEW_OCTETS).text();
        return collapsed(
                part.type().equals("text/html") ? org.jsoup.Jsoup.parse(text).text() : text);
    }

    private static @Nullable MimePart textPart(FetchResponse fetch) {
        var structure = fetch.getItem(BODYSTRUCTURE.class);
        if (structure == null) return null;
        var parts = BodyParts.of(MimePart.of(structure));
        return parts.text().isEmpty() ? parts.html() : parts.text().getFirst();
    }

    /** One line, without quote marks and rules, cut at a bound. */
    static String collapsed(String text) {
        var line =
                Correspondent.shown(
                        text.replaceAll("(?m)^[>\\s]*>.*$|[-=_*]{3,}", " ")
                                .replaceAll("\\s+", " "));
        return line.length() <= MAX_PREVIEW
                ? line
                : line.substring(
                        0,
                        line.offsetByCodePoints(
                                0, Math.min(MAX_PREVIEW, line.codePointCount(0, line.length()))));
    }
}
