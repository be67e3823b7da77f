package org.bocau.mailclient;

import jakarta.mail.Flags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.Literal;
import org.eclipse.angus.mail.iap.ParsingException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.iap.ResponseHandler;
import org.eclipse.angus.mail.iap.ResponseInputStream;
import org.eclipse.angus.mail.imap.CopyUID;
import org.eclipse.angus.mail.imap.protocol.FetchItem;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.MODSEQ;
import org.eclipse.angus.mail.imap.protocol.Namespaces;
import org.eclipse.angus.mail.imap.protocol.UIDSet;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;

/**
 * One IMAP connection, with the UID forms of the commands that Angus has by sequence number only.
 * Owned by one thread at a time, see {@link MailClient}. Commands are made of numbers, of constants
 * and of typed arguments, so nothing a user types can become protocol (T38). RFC 3501, 4315, 6851.
 */
public final class ImapConnection extends IMAPProtocol {
    private static final long LAST_UID = 0xFFFF_FFFFL;
    private static final int MARK_ATTEMPTS = 5; // others change other flags meanwhile

    /** What the server thinks the message says, when it has PREVIEW (RFC 8970). */
    private static final FetchItem PREVIEW =
            new FetchItem("PREVIEW", null) {
                @Override
                public Object parseItem(FetchResponse response) throws ParsingException {
                    response.skipSpaces();
                    var bytes = response.readByteArray();
                    if (bytes == null) return "";
                    return new String(
                            bytes.getBytes(),
                            bytes.getStart(),
                            bytes.getCount(),
                            StandardCharsets.UTF_8);
                }
            };

    private static final FetchItem[] EXTENSIONS = {
        PREVIEW, objectId("EMAILID"), objectId("THREADID")
    };
    private static final Pattern APPENDED =
            Pattern.compile("\\[APPENDUID [0-9]{1,10} ([0-9]{1,10})\\]"); // RFC 4315 §3
    private static final Pattern OBJECT_ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    /** Conversations one search asks for: each key and each OR counts with the server. */
    public static final int MOST_THREADS = 200;

    /** {@code THREADID (T7)}; NIL where the server has none. RFC 8474 §5.3. */
    private static FetchItem objectId(String name) {
        return new FetchItem(name, null) {
            @Override
            public Object parseItem(FetchResponse response) {
                var list = response.readAtomStringList();
                if (list == null) response.readAtom();
                return list == null || list.length == 0 ? "" : list[0];
            }
        };
    }

    private final AnswerLines answers;
    private @Nullable List<String> sharedPrefixes;
    private boolean selected;
    private int exists;
    private List<String> keywords = List.of();

    /**
     * @param settings of this connection alone: its sockets are set in them
     */
    public ImapConnection(String host, int port, Properties settings)
            throws IOException, ProtocolException {
        var sockets = new PromptSockets.Own();
        settings.put("mail.imap.socketFactory", sockets);
        settings.setProperty("mail.imap.socketFactory.fallback", "false"); // to others, unheard
        answers = new AnswerLines(sockets::stream); // the constructor above reads the greeting
        super("imap", host, port, settings, false, logger());
        ResponseHandler counting = this::count;
        addResponseHandler(counting);
    }

    @Override
    protected ResponseInputStream getInputStream() {
        return answers;
    }

    /** True when more has arrived than was read. */
    public boolean inputWaiting() throws IOException {
        return answers.available() > 0;
    }

    private static MailLogger logger() {
        return new MailLogger(ImapConnection.class, "webmail", false, System.err);
    }

    @Override
    public FetchItem[] getFetchItems() {
        return EXTENSIONS;
    }

    private void count(Response response) {
        if (!(response instanceof IMAPResponse imap)) return;
        if (imap.keyEquals("EXISTS")) exists = imap.getNumber();
        if (imap.keyEquals("EXPUNGE")) exists--;
    }

    /**
     * Selects the mailbox, also when this connection is in one of that name: another may have its
     * name by now, and a NOOP would not tell.
     *
     * @throws org.eclipse.angus.mail.iap.CommandFailedException there is no such mailbox
     */
    public void enter(String mailbox) throws ProtocolException {
        selected = false;
        var info = select(mailbox);
        exists = info.total;
        var flags = info.availableFlags;
        keywords = flags == null ? List.of() : List.of(flags.getUserFlags());
        selected = true;
    }

    /** The same without leave to change anything, and without taking its \\Recent. */
    public void look(String mailbox) throws ProtocolException {
        selected = false;
        exists = examine(mailbox).total;
        keywords = List.of();
        selected = true;
    }

    /** Leaves the selected mailbox, so that it can be renamed or deleted. */
    public void leave() throws ProtocolException {
        if (!selected) return;
        selected = false;
        if (hasCapability("UNSELECT")) unselect();
        else examine("INBOX");
    }

    /**
     * What the names of other users' mailboxes begin with, RFC 2342; asked once. An empty prefix
     * tells nothing apart.
     */
    public List<String> sharedPrefixes() throws ProtocolException {
        if (sharedPrefixes == null) {
            var prefixes = new ArrayList<String>();
            if (hasCapability("NAMESPACE")) {
                var spaces = namespace();
                for (var kind : new Namespaces.Namespace[][] {spaces.otherUsers, spaces.shared}) {
                    if (kind == null) continue;
                    for (var space : kind) if (!space.prefix.isEmpty()) prefixes.add(space.prefix);
                }
            }
            sharedPrefixes = List.copyOf(prefixes);
        }
        return sharedPrefixes;
    }

    /** Number of messages in the selected mailbox, as last told. */
    public int exists() {
        return exists;
    }

    /** Keywords that messages of the selected mailbox have, as told when it was entered. */
    public List<String> keywords() {
        return keywords;
    }

    public List<FetchResponse> fetchRange(int first, int last, String items)
            throws ProtocolException {
        return fetched(first + ":" + last, false, items);
    }

    /** Numbers that no message can have are of none. */
    public List<FetchResponse> fetchUids(long[] uids, String items) throws ProtocolException {
        var possible = LongStream.of(uids).filter(ImapConnection::isUid).toArray();
        return possible.length == 0 ? List.of() : fetched(set(possible), true, items);
    }

    /** The same for one. */
    public List<FetchResponse> fetchUid(long uid, String items) throws ProtocolException {
        return isUid(uid) ? fetched(Long.toString(uid), true, items) : List.of();
    }

    private static boolean isUid(long number) {
        return number > 0 && number <= LAST_UID;
    }

    private List<FetchResponse> fetched(String set, boolean uid, String items)
            throws ProtocolException {
        var responses = run((uid ? "UID FETCH " : "FETCH ") + set + " (" + items + ")", null);
        var fetched = new ArrayList<FetchResponse>();
        for (var response : responses) {
            if (response instanceof FetchResponse fetch) fetched.add(fetch);
        }
        return fetched;
    }

    /**
     * The sequence number of the first message whose UID is not below this one; exists + 1 if none.
     */
    public int positionOf(long uid) throws ProtocolException {
        for (var fetch : fetchUid(uid, "UID")) {
            if (uid(fetch) == uid) return fetch.getNumber();
        }
        int position = exists + 1;
        if (uid > LAST_UID) return position;
        for (var fetch :
                fetched(Math.max(1, uid) + ":*", true, "UID")) { // it was expunged: who follows it?
            if (uid(fetch) >= uid) position = Math.min(position, fetch.getNumber());
        }
        return position;
    }

    public static long uid(FetchResponse fetch) {
        var uid = fetch.getItem(org.eclipse.angus.mail.imap.protocol.UID.class);
        return uid == null ? 0 : uid.uid;
    }

    /** THREADID or EMAILID as fetched; empty where it was not asked for or there is none. */
    public static String objectId(FetchResponse fetch, String name) {
        var extensions = fetch.getExtensionItems();
        return extensions != null && extensions.get(name) instanceof String id ? id : "";
    }

    /** True when the server knows conversations and lists by arrival in pieces. */
    public boolean knowsConversations() throws ProtocolException {
        return sortsInPieces() && hasCapability("OBJECTID");
    }

    private boolean sortsInPieces() throws ProtocolException {
        return hasCapability("ESORT") && hasCapability("PARTIAL");
    }

    /** True when {@link #newest} goes by arrival; else it goes by UID. */
    public boolean ordersByArrival() throws ProtocolException {
        return sortsInPieces();
    }

    /**
     * UIDs by their place in the selected mailbox: 1 is what arrived last. RFC 5256, RFC 9394.
     *
     * @param last included; beyond the end there is nothing
     */
    public long[] newest(int first, int last) throws ProtocolException {
        if (sortsInPieces()) {
            var range = "(PARTIAL -" + first + ":-" + last + ")";
            var oldestFirst =
                    SearchAnswer.uids(
                            run("UID SORT RETURN " + range + " (ARRIVAL) UTF-8 ALL", null));
            return reversed(oldestFirst);
        }
        if (first > exists) return new long[0];
        var fetched =
                fetchRange(Math.max(1, exists - last + 1), Math.max(1, exists - first + 1), "UID");
        return reversed(fetched.stream().mapToLong(ImapConnection::uid).sorted().toArray());
    }

    private static long[] reversed(long[] numbers) {
        var reversed = new long[numbers.length];
        for (int i = 0; i < numbers.length; i++) reversed[i] = numbers[numbers.length - 1 - i];
        return reversed;
    }

    /** How many messages arrived on this day (of UTC) or later. */
    public int arrivedSince(LocalDate day) throws ProtocolException {
        var date = DateTimeFormatter.ofPattern("d-MMM-yyyy", Locale.ENGLISH).format(day);
        return (int)
                SearchAnswer.all(run("UID SEARCH RETURN (COUNT) SINCE " + date, null)).stream()
                        .mapToLong(SearchAnswer::count)
                        .sum();
    }

    /**
     * UIDs in the selected mailbox of these conversations, ascending. RFC 8474 §6.
     *
     * @param threads THREADIDs, at most {@link #MOST_THREADS}
     */
    public long[] inThreads(Collection<String> threads) throws ProtocolException {
        if (threads.isEmpty()) return new long[0];
        var keys = eitherOf(List.copyOf(threads));
        return SearchAnswer.uids(run("UID SEARCH RETURN (ALL) " + keys, null));
    }

    /**
     * The same in another mailbox of the user, which need not be selected; none without
     * MULTISEARCH. RFC 7377.
     */
    public long[] inThreads(String mailbox, Collection<String> threads) throws ProtocolException {
        if (threads.isEmpty() || !hasCapability("MULTISEARCH")) return new long[0];
        var names = new Argument();
        writeMailboxName(names, mailbox);
        var arguments = new Argument();
        arguments.writeAtom("IN");
        arguments.writeArgument(new Argument().writeAtom("mailboxes").writeArgument(names));
        arguments.writeAtom("RETURN (ALL) " + eitherOf(List.copyOf(threads)));
        return SearchAnswer.uids(run("ESEARCH", arguments));
    }

    /** A balanced tree of ORs: servers bound the depth. */
    private static String eitherOf(List<String> threads) {
        int half = threads.size() / 2;
        if (half > 0)
            return "OR "
                    + eitherOf(threads.subList(0, half))
                    + " "
                    + eitherOf(threads.subList(half, threads.size()));
        return "THREADID " + threadId(threads.getFirst());
    }

    private static String threadId(String id) {
        if (!OBJECT_ID.matcher(id).matches()) throw new NoSuchMailException("no thread " + id);
        return id;
    }

    /**
     * Where a conversation's messages are in all the user's own mailboxes; none without
     * MULTISEARCH. RFC 7377.
     */
    public List<SearchAnswer> everywhere(String thread) throws ProtocolException {
        if (!hasCapability("MULTISEARCH")) return List.of();
        var keys = "ESEARCH IN (personal) RETURN (ALL) THREADID " + threadId(thread);
        return SearchAnswer.all(run(keys, null));
    }

    /** Those of these messages of the selected mailbox that this key finds, ascending. */
    public long[] uidsWith(long[] uids, String key) throws ProtocolException {
        if (uids.length == 0) return uids;
        return numbers(run("UID SEARCH UID " + set(uids) + " " + key, null));
    }

    /** All of the selected mailbox, ascending. */
    public long[] allUids() throws ProtocolException {
        return numbers(run("UID SEARCH ALL", null));
    }

    /** Those of the selected mailbox that have exactly so many octets, ascending. */
    long[] uidsOfSize(long octets) throws ProtocolException {
        var size = "LARGER " + (octets - 1) + " SMALLER " + (octets + 1);
        return numbers(run("UID SEARCH " + size, null));
    }

    /** Those of the selected mailbox that nobody has read, ascending. */
    public long[] unseenUids() throws ProtocolException {
        return numbers(run("UID SEARCH UNSEEN", null));
    }

    /**
     * Those of the selected mailbox that have this keyword, ascending.
     *
     * @param keyword an atom
     */
    public long[] uidsWithKeyword(String keyword) throws ProtocolException {
        return found("UID SEARCH", SearchKeys.keyword(keyword));
    }

    /** Writes a mailbox's name as the server wants it. RFC 3501 §5.1.3, RFC 6855 §3. */
    void name(Argument arguments, String mailbox) {
        writeMailboxName(arguments, mailbox);
    }

    /** UIDs that {@code * SEARCH} lists, ascending. */
    long[] found(String command, Argument arguments) throws ProtocolException {
        return numbers(run(command, arguments));
    }

    private static long[] numbers(Response[] responses) {
        var found = LongStream.builder();
        for (var response : responses) {
            if (response instanceof IMAPResponse imap && imap.keyEquals("SEARCH")) {
                for (long n = imap.readLong(); n != -1; n = imap.readLong()) found.add(n);
            }
        }
        return found.build().sorted().distinct().toArray();
    }

    public void uidStore(long[] uids, boolean set, String flag) throws ProtocolException {
        if (uids.length > 0)
            run(
                    "UID STORE " + set(uids) + (set ? " +" : " -") + "FLAGS.SILENT (" + flag + ")",
                    null);
    }

    /**
     * Gives a message a keyword that it lacks. Where the server has CONDSTORE, of several who try
     * at the same moment one does. RFC 7162 §3.1.3
     *
     * @return true when it has the keyword by this call
     */
    public boolean uidMark(long uid, String keyword) throws ProtocolException {
        for (int attempt = 0; attempt < MARK_ATTEMPTS; attempt++) {
            var unchanged = unchanged(uid); // read first: what changes from here on is seen
            if (uidsWith(new long[] {uid}, "UNKEYWORD " + keyword).length == 0) return false;
            var stored =
                    run("UID STORE " + uid + unchanged + " +FLAGS.SILENT (" + keyword + ")", null);
            if (!stored[stored.length - 1].toString().contains("[MODIFIED ")) return true;
        }
        return false;
    }

    /** The condition that nobody changes the message from now on; none without CONDSTORE. */
    private String unchanged(long uid) throws ProtocolException {
        if (!hasCapability("CONDSTORE")) return "";
        for (var fetch : fetchUid(uid, "UID MODSEQ")) {
            var modseq = fetch.getItem(MODSEQ.class);
            if (uid(fetch) == uid && modseq != null)
                return " (UNCHANGEDSINCE " + modseq.modseq + ")";
        }
        return "";
    }

    /**
     * Moves, and returns where each message is now, in the order given; empty if the server is
     * silent.
     */
    public long[] uidMove(long[] uids, String target) throws ProtocolException {
        if (uids.length == 0) return uids;
        var arguments = new Argument();
        writeMailboxName(arguments, target);
        if (hasCapability("MOVE")) return copied(run("UID MOVE " + set(uids), arguments));
        var moved = copied(run("UID COPY " + set(uids), arguments)); // RFC 6851 §3.3: the old way
        uidExpunge(uids);
        return moved;
    }

    /**
     * Stores a message in a mailbox and removes one of this mailbox, both or neither. RFC 8508.
     *
     * @return the UID of what was stored; empty if the server is silent
     */
    OptionalLong uidReplace(long uid, String mailbox, Flags flags, Instant arrival, Literal octets)
            throws ProtocolException {
        var arguments = new Argument();
        writeMailboxName(arguments, mailbox);
        arguments.writeAtom(createFlagList(flags));
        arguments.writeString(INTERNALDATE.format(Date.from(arrival)));
        arguments.writeBytes(octets);
        for (var response : run("UID REPLACE " + uid, arguments)) {
            var told = APPENDED.matcher(response.isOK() ? response.getRest() : "");
            if (told.lookingAt()) return OptionalLong.of(Long.parseLong(told.group(1)));
        }
        return OptionalLong.empty();
    }

    /** Removes for good these and, without UIDPLUS, whatever else is marked deleted. */
    public void uidExpunge(long[] uids) throws ProtocolException {
        uidStore(uids, true, "\\Deleted");
        if (hasCapability("UIDPLUS")) run("UID EXPUNGE " + set(uids), null);
        else run("EXPUNGE", null);
    }

    private long[] copied(Response[] responses) {
        CopyUID copy = getCopyUID(responses);
        if (copy == null || copy.dst == null) return new long[0];
        return UIDSet.toArray(copy.dst);
    }

    /** Runs a command to its end; untagged responses come back, a refusal is thrown. */
    public Response[] run(String command, @Nullable Argument arguments) throws ProtocolException {
        var responses = command(command, arguments);
        var last = responses[responses.length - 1];
        notifyResponseHandlers(responses);
        handleResult(last);
        return responses;
    }

    private static String set(long[] uids) {
        return LongStream.of(uids)
                .distinct()
                .sorted()
                .mapToObj(Long::toString)
                .collect(Collectors.joining(","));
    }
}
