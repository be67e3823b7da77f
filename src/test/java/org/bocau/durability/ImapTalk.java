package org.bocau.durability;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bocau.testing.ChildServer;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;

/** An account's mailboxes over IMAP. Whatever is not answered by OK is an {@link IOException}. */
final class ImapTalk implements AutoCloseable {
    private static final Pattern APPENDED = Pattern.compile("\\[APPENDUID \\d+ (\\d+)]");
    private static final Pattern COPIED = Pattern.compile("\\[COPYUID \\d+ \\S+ (\\S+)]");
    private static final Pattern VANISHED = Pattern.compile("(?m)^\\* VANISHED ([0-9,:]+)");
    private static final Pattern FETCHED =
            Pattern.compile("(?s)\\* \\d+ FETCH \\(UID (\\d+) BODY\\[] \\{(\\d+)}\r\n.*");
    private static final Pattern COUNTERS =
            Pattern.compile("\\* STATUS .* \\(UIDNEXT (\\d+) UIDVALIDITY (\\d+)\\)");

    private final Wire wire;

    private ImapTalk(Wire wire) {
        this.wire = wire;
    }

    static ImapTalk as(ChildServer server, String account) throws IOException {
        var wire = Wire.connect(server.port("imap"));
        wire.readResponse();
        var talk = new ImapTalk(wire);
        talk.command("LOGIN " + ChildServer.address(account) + " " + TestServer.PASSWORD);
        return talk;
    }

    /** Everything that came until OK, in one text. */
    String command(String text) throws IOException {
        var said = new StringBuilder();
        command(text, response -> said.append(response).append('\n'));
        return said.toString();
    }

    private void command(String text, Consumer<String> each) throws IOException {
        wire.line("x " + text);
        while (true) {
            var response = wire.readResponse();
            if (response == null) {
                throw new IOException("closed");
            }
            each.accept(response);
            if (response.startsWith("x ")) {
                if (!response.startsWith("x OK")) {
                    throw new IOException("refused: " + response);
                }
                return;
            }
        }
    }

    /** The UID it got. */
    long append(String mailbox, Sample message) throws IOException {
        var literal = " {" + message.octets().length() + "+}\r\n" + message.octets();
        return uids(APPENDED, command("APPEND " + mailbox + literal)).getFirst();
    }

    /** UIDs of the copies, in the order of the originals. RFC 4315 §3. */
    List<Long> copy(List<Long> uids, String to) throws IOException {
        return uids(COPIED, command("UID COPY " + set(uids) + " " + to));
    }

    List<Long> move(List<Long> uids, String to) throws IOException {
        return uids(COPIED, command("UID MOVE " + set(uids) + " " + to));
    }

    void markDeleted(List<Long> uids) throws IOException {
        command("UID STORE " + set(uids) + " +FLAGS.SILENT (\\Deleted)");
    }

    /** The UIDs that are said to be gone, to who has enabled QRESYNC. RFC 7162 §3.2.10. */
    List<Long> expunge(List<Long> uids) throws IOException {
        var said = VANISHED.matcher(command("UID EXPUNGE " + set(uids)));
        return said.results().flatMap(found -> numbers(found.group(1))).toList();
    }

    private static String set(List<Long> uids) {
        return uids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static List<Long> uids(Pattern code, String said) throws IOException {
        var found = code.matcher(said);
        if (!found.find()) {
            throw new IOException("no UIDs in " + said);
        }
        return numbers(found.group(1)).toList();
    }

    private static Stream<Long> numbers(String set) {
        return Stream.of(set.split(",")).flatMapToLong(ImapTalk::range).boxed();
    }

    private static LongStream range(String text) {
        var ends = text.split(":");
        return LongStream.rangeClosed(
                Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
    }

    /** A mailbox, each message read to its last octet. */
    Ledger.Contents contents(String mailbox) throws IOException {
        var counters = COUNTERS.matcher(command("STATUS " + mailbox + " (UIDNEXT UIDVALIDITY)"));
        if (!counters.find()) {
            throw new IOException("no STATUS of " + mailbox);
        }
        var messages = new TreeMap<Long, String>();
        each(mailbox, (uid, message) -> messages.put(uid, Sample.read(message)));
        return new Ledger.Contents(
                Long.parseLong(counters.group(2)), Long.parseLong(counters.group(1)), messages);
    }

    /** Its messages one after the other, read to the last octet. */
    void each(String mailbox, BiConsumer<Long, String> reader) throws IOException {
        command("EXAMINE " + mailbox);
        command(
                "UID FETCH 1:* (UID BODY.PEEK[])",
                response -> {
                    var fetched = FETCHED.matcher(response);
                    if (fetched.matches()) {
                        int from = response.indexOf("}\r\n") + 3;
                        int to = from + Integer.parseInt(fetched.group(2));
                        var uid = Long.valueOf(fetched.group(1));
                        reader.accept(uid, response.substring(from, to));
                    }
                });
    }

    /** Digests of what an INBOX holds. */
    static List<String> inbox(ChildServer server, String account) throws IOException {
        try (var talk = as(server, account)) {
            return new ArrayList<>(talk.contents("INBOX").messages().values());
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
