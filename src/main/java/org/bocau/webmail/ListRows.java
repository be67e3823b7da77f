package org.bocau.webmail;

import jakarta.mail.Flags;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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
public final class ListRows {
    private static final String ITEMS = "UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE";
    private static final int MOST_NAMED = 8; // messages of a conversation whose people are read
    private static final int PREVIEW_OCTETS = 1024;
    private static final Pattern QUOTED = Pattern.compile("(?m)^[>\\s]*>.*$");
    private static final String RULES = "-=_*"; // three of them, and it is a rule
    private static final String SPACE = " \t\n\u000B\f\r";
    private static final int MAX_PREVIEW = 200; // characters, as RFC 8970 §3.1 asks of servers

    private final ImapConnection connection;
    private final Folder folder;

    /**
     * @param connection is in this folder while rows are made
     */
    public ListRows(ImapConnection connection, Folder folder) {
        this.connection = connection;
        this.folder = folder;
    }

    /** A row for each, in this order; those whose newest message has just gone are missing. */
    List<MessageRow> groups(List<FolderWalk.Group> groups) throws ProtocolException {
        var newest = new HashMap<Long, MessageRow>();
        var uids = groups.stream().mapToLong(FolderWalk.Group::newest).toArray();
        for (var row : uids(uids)) newest.put(row.uid(), row);
        var others = people(groups);
        var rows = new ArrayList<MessageRow>();
        for (var group : groups) {
            var row = newest.get(group.newest());
            if (row != null) rows.add(row.standingFor(group, everybody(row, group, others)));
        }
        return rows;
    }

    /** Who is in the older messages of conversations: the first one and the latest. */
    private Map<Long, List<Correspondent>> people(List<FolderWalk.Group> groups)
            throws ProtocolException {
        var older =
                groups.stream()
                        .flatMap(g -> named(g).stream())
                        .mapToLong(Long::longValue)
                        .toArray();
        var people = new HashMap<Long, List<Correspondent>>();
        for (var fetch : connection.fetchUids(older, "UID ENVELOPE")) {
            var envelope = fetch.getItem(ENVELOPE.class);
            if (envelope != null)
                people.put(ImapConnection.uid(fetch), Correspondent.of(people(envelope)));
        }
        return people;
    }

    /** Its messages whose people are shown beside the newest one's; newest first. */
    private static List<Long> named(FolderWalk.Group group) {
        var uids = group.uids();
        if (uids.size() <= MOST_NAMED) return uids.subList(1, uids.size());
        var some = new ArrayList<>(uids.subList(1, MOST_NAMED - 1));
        some.add(uids.getLast());
        return some;
    }

    /** Each once, in the order they joined. */
    private static List<Correspondent> everybody(
            MessageRow newest, FolderWalk.Group group, Map<Long, List<Correspondent>> others) {
        var everybody = new LinkedHashMap<String, Correspondent>();
        for (var uid : named(group).reversed()) {
            for (var person : others.getOrDefault(uid, List.of()))
                everybody.putIfAbsent(person.address().toLowerCase(Locale.ROOT), person);
        }
        for (var person : newest.people())
            everybody.putIfAbsent(person.address().toLowerCase(Locale.ROOT), person);
        return List.copyOf(everybody.values());
    }

    /** By UID; highest first. Expunged ones are missing. */
    public List<MessageRow> uids(long[] uids) throws ProtocolException {
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
        var known = flags(fetch);
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
                structure != null && !BodyParts.of(MimePart.of(structure)).attachments().isEmpty(),
                Set.of(known.getUserFlags()),
                List.of(uid),
                0,
                "",
                null);
    }

    /** Its flags and keywords; none where they were not fetched. */
    public static Flags flags(FetchResponse fetch) {
        var flags = fetch.getItem(org.eclipse.angus.mail.imap.protocol.FLAGS.class);
        return flags == null ? new Flags() : flags;
    }

    private InternetAddress @Nullable [] people(ENVELOPE envelope) {
        if (!folder.outgoing()) return envelope.from;
        return envelope.to == null || envelope.to.length == 0 ? envelope.cc : envelope.to;
    }

    /** Decoded and on one line, without what turns the direction of text; empty if none. */
    public static String subject(ENVELOPE envelope) {
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

    /** Its INTERNALDATE; 1970 where it was not fetched. */
    public static Instant received(FetchResponse fetch) {
        var date = fetch.getItem(INTERNALDATE.class);
        return date == null || date.getDate() == null ? Instant.EPOCH : date.getDate().toInstant();
    }

    private Map<Long, String> previews(List<FetchResponse> fetched) throws ProtocolException {
        var previews = new HashMap<Long, String>();
        var missing =
                new HashMap<String, List<FetchResponse>>(); // by section, to ask for many at once
        for (var fetch : fetched) {
            var extensions = fetch.getExtensionItems();
            if (extensions != null && extensions.get("PREVIEW") instanceof String) {
                previews.put(ImapConnection.uid(fetch), preview(fetch));
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

    /** What the server gave as PREVIEW; empty where it did not. RFC 8970. */
    public static String preview(FetchResponse fetch) {
        var extensions = fetch.getExtensionItems();
        return extensions != null && extensions.get("PREVIEW") instanceof String text
                ? collapsed(text)
                : "";
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

    private static String inOneLine(String text) {
        var line = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); ) {
            int end = at;
            while (end < text.length() && RULES.indexOf(text.charAt(end)) >= 0) end++;
            boolean gap = end - at >= 3 || (end == at && SPACE.indexOf(text.charAt(at)) >= 0);
            if (end == at) end++;
            if (!gap) line.append(text, at, end);
            else if (line.isEmpty() || line.charAt(line.length() - 1) != ' ') line.append(' ');
            at = end;
        }
        return line.toString();
    }

    /** One line, without quote marks and rules, cut at a bound. */
    static String collapsed(String text) {
        var said = text.indexOf('>') < 0 ? text : QUOTED.matcher(text).replaceAll(" ");
        var line = Correspondent.shown(inOneLine(said));
        return line.length() <= MAX_PREVIEW
                ? line
                : line.substring(
                        0,
                        line.offsetByCodePoints(
                                0, Math.min(MAX_PREVIEW, line.codePointCount(0, line.length()))));
    }
}
