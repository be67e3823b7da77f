package org.bocau.transfer;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.MessageFiling;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.transfer.ImportNote.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One import, from its files to the server, a message at a time. Owned by its thread. A message
 * counts when the server has said that it has it.
 */
final class ImportRun {
    private static final long TOLD_EVERY = 500; // ms

    /** Behind what was told last there are no more, so that all of them can be found again. */
    private static final int MOST_UNTOLD = MessageFiling.COMPARED / 2;

    private static final int MOST_KEYWORDS_FILE = 8 * 1024;

    private final MailAccount account;
    private final String id;
    private final List<UploadedFile> files;
    private final ImportChoice choice;
    private final ImportTools tools;
    private final ImportCount count;
    private final long before; // what has been passed by an earlier run
    private final Places places;
    private final Expansion expansion;
    private final Repetition repetition;
    private final Map<String, Map<Character, String>> keywords = new HashMap<>();
    private final Set<List<String>> unmade = new HashSet<>();
    private volatile boolean stopping;
    private boolean last;
    private String at = ""; // the message at hand, as people may read it
    private long toldAt;
    private long told;
    private long met;
    private boolean catchingUp;
    private int notes;

    ImportRun(
            MailAccount account,
            String id,
            List<UploadedFile> files,
            ImportChoice choice,
            Places places,
            ImportTools tools) {
        this(account, id, files, choice, places, tools, new ImportCount());
    }

    /**
     * One that goes on: what was passed is read over, and what was filed behind the last count is
     * found in its folder.
     *
     * @param files the same as before
     */
    ImportRun(
            MailAccount account,
            Standing stood,
            List<UploadedFile> files,
            Places places,
            ImportTools tools) {
        var count = new ImportCount(stood.one(), stood.passed());
        this(account, stood.one().id(), files, stood.choice(), places, tools, count);
        this.notes = stood.notes();
        this.catchingUp = true;
    }

    private ImportRun(
            MailAccount account,
            String id,
            List<UploadedFile> files,
            ImportChoice choice,
            Places places,
            ImportTools tools,
            ImportCount count) {
        this.account = account;
        this.id = id;
        this.files = List.copyOf(files);
        this.choice = choice;
        this.tools = tools;
        this.places = places;
        this.count = count;
        this.before = count.passed();
        this.told = before;
        this.repetition = new Repetition(tools.filing(), account);
        long uploaded = files.stream().mapToLong(UploadedFile::octets).sum();
        this.expansion = new Expansion(tools.limits(), uploaded, count);
    }

    /**
     * What is known of a message beside its octets.
     *
     * @param name of its file
     * @param flags null where the file says nothing
     * @param receivedAt null for what the message itself says
     */
    private record Origin(
            String name,
            List<String> levels,
            @Nullable Set<String> flags,
            @Nullable Instant receivedAt) {}

    /** Ends as soon as the message at hand is filed. */
    void stop() {
        stopping = true;
    }

    /** Where the mail goes away again before anything has been passed, that is its end. */
    void tryLast() {
        last = true;
    }

    /** Something has been passed that no earlier run had. */
    boolean cameFurther() {
        return count.passed() > before;
    }

    MailAccount account() {
        return account;
    }

    String id() {
        return id;
    }

    /**
     * Reads all files, and writes down how far it is and how it ended.
     *
     * @throws MailUnavailableException it may go on later
     */
    void run() {
        var state = MailImport.State.INTERRUPTED;
        try {
            for (var file : files) read(file);
            state = MailImport.State.DONE;
        } catch (ImportEnded end) {
            state = end.state();
            if (end.note() != null) note(end.note());
        } catch (IOException damaged) {
            state = MailImport.State.FAILED;
            note(new ImportNote(Kind.BROKEN, files.getFirst().name(), 0));
        } catch (MailUnavailableException away) {
            if (!last || cameFurther()) throw away;
            state = MailImport.State.FAILED;
            note(new ImportNote(Kind.NO_ANSWER, at, 0));
        } finally {
            tools.imports().settle(account.id(), id, state, count);
        }
    }

    private void read(UploadedFile file) throws IOException {
        if (file.kind() == FileKind.ZIP) {
            try (var zip = ZipMail.open(file.place())) {
                boolean ours = Export.MARK.equals(zip.getComment());
                for (var entries = zip.entries(); entries.hasMoreElements(); )
                    entry(zip, entries.nextElement(), ours);
            }
            return;
        }
        try (var in = expansion.of(Files.newInputStream(file.place()), file.name())) {
            if (file.kind() == FileKind.MBOX) {
                boolean placed = choice.into().isEmpty();
                var own = placed ? List.of(ZipMail.folderName(file.name())) : List.<String>of();
                mbox(in, file.name(), own);
            } else {
                single(in, new Origin(file.name(), List.of(), null, null));
            }
        }
    }

    // --- an archive ----------------------------------------------------------------------------

    private void entry(ZipFile zip, ZipEntry entry, boolean ours) throws IOException {
        if (entry.isDirectory()) return;
        var segments = ZipMail.segments(entry);
        var shown = Correspondent.shown(entry.getName());
        if (segments == null) {
            leave(Kind.UNSAFE_NAME, shown, 0);
            return;
        }
        if (ZipMail.beside(segments) && !ZipMail.maildir(segments)) return;
        try (var in = new BufferedInputStream(expansion.of(zip.getInputStream(entry), shown))) {
            entry(zip, entry, segments, shown, ours, in);
        } catch (ZipException | EOFException damaged) {
            leave(Kind.UNREADABLE, shown, 0);
        }
    }

    private void entry(
            ZipFile zip,
            ZipEntry entry,
            List<String> segments,
            String shown,
            boolean ours,
            BufferedInputStream in)
            throws IOException {
        in.mark(FileKind.LOOKED_AT + 1);
        var kind = FileKind.of(in);
        in.reset();
        if (ZipMail.maildir(segments)) {
            single(in, maildir(zip, segments, shown));
        } else if (kind == FileKind.MBOX) {
            mbox(in, shown, ZipMail.mboxLevels(segments));
        } else if (kind == FileKind.EML) {
            single(in, single(entry, segments, shown, ours));
        } else {
            leave(Kind.NOT_MAIL, shown, 0);
        }
    }

    /** Of our own archives the time and the comment are the message's. */
    private static Origin single(
            ZipEntry entry, List<String> segments, String shown, boolean ours) {
        var levels = ZipMail.folder(segments);
        if (!ours) return new Origin(shown, levels, null, null);
        var time = entry.getLastModifiedTime();
        return new Origin(
                shown,
                levels,
                Set.copyOf(MailFlags.words(entry.getComment())),
                time == null ? null : time.toInstant());
    }

    private Origin maildir(ZipFile zip, List<String> segments, String shown) throws IOException {
        var name = segments.getLast();
        var folder = String.join("/", segments.subList(0, segments.size() - 2));
        var letters = keywords.get(folder);
        if (letters == null) {
            letters = letters(zip, folder);
            keywords.put(folder, letters);
        }
        var flags = MailFlags.ofMaildir(name, letters);
        boolean fresh = segments.get(segments.size() - 2).equals("new");
        var second = MaildirNames.second(name);
        return new Origin(
                shown,
                ZipMail.maildirLevels(segments),
                flags == null && fresh ? Set.of() : flags,
                second == null ? null : Instant.ofEpochSecond(second));
    }

    private static Map<Character, String> letters(ZipFile zip, String folder) throws IOException {
        var entry = zip.getEntry((folder.isEmpty() ? "" : folder + "/") + MaildirNames.KEYWORDS);
        if (entry == null) return Map.of();
        try (var in = zip.getInputStream(entry)) {
            var octets = in.readNBytes(MOST_KEYWORDS_FILE);
            return MaildirNames.letters(new String(octets, StandardCharsets.UTF_8));
        } catch (ZipException _) { // without them the letters mean nothing
            return Map.of();
        }
    }

    // --- messages ------------------------------------------------------------------------------

    private ReadMessage fresh(boolean mbox) {
        long most = tools.limits().maxMessageSize().toBytes();
        return new ReadMessage(tools.spools().create(), most, mbox);
    }

    private void mbox(InputStream in, String name, List<String> levels) throws IOException {
        new MboxReader(
                        in,
                        () -> fresh(true),
                        new MboxReader.Sink() {
                            @Override
                            public void message(ReadMessage message, @Nullable Instant at)
                                    throws IOException {
                                var flags = MailFlags.ofFields(message.beside());
                                take(message, new Origin(name, levels, flags, at));
                            }

                            @Override
                            public void strayLines(int lines) {
                                leave(Kind.LINES, name, lines);
                            }

                            @Override
                            public Instant now() {
                                return tools.clock().instant();
                            }
                        })
                .read();
    }

    private void single(InputStream in, Origin origin) throws IOException {
        try (var message = fresh(false)) {
            var lines = new LineReader(in);
            while (lines.next()) message.add(lines, 0);
            message.end();
            take(message, origin);
        }
    }

    private void take(ReadMessage message, Origin origin) throws IOException {
        if (stopping) throw new ImportEnded(MailImport.State.INTERRUPTED, null);
        tell();
        if (isBehind()) return;
        var about = message.subject().isBlank() ? origin.name() : message.subject();
        at = about;
        if (!message.isMessage()) refuse(Kind.NO_MESSAGE, origin.name(), 0);
        else if (message.tooLarge()) refuse(Kind.TOO_LARGE, about, message.size());
        else file(message, origin, about);
        count.pass();
    }

    /** What is no message is left where it is. */
    private void leave(Kind kind, String about, long number) {
        if (isBehind()) return;
        refuse(kind, about, number);
        count.pass();
    }

    /** An earlier run has dealt with this one; they come in the same order again. */
    private boolean isBehind() {
        return ++met <= before;
    }

    private void file(ReadMessage message, Origin origin, String about) throws IOException {
        var mailbox = mailbox(origin.levels());
        if (mailbox == null) {
            count.addRefused();
            return;
        }
        var letter = letter(message, origin);
        if (catchingUp && tools.filing().holds(account, mailbox, letter)) {
            count.addImported(); // by the earlier run, which could not say so any more
            return;
        }
        var messageId = MessageFiling.messageId(message.header().value("Message-ID"));
        if (choice.skipRepeated() && repetition.has(mailbox, messageId)) {
            count.addRepeated();
            return;
        }
        var outcome = tools.filing().file(account, mailbox, letter);
        switch (outcome) {
            case FILED -> {
                catchingUp = false; // so nothing behind it can have been filed, either
                count.addImported();
                repetition.add(mailbox, messageId);
            }
            case TOO_LARGE -> refuse(Kind.TOO_LARGE, about, message.size());
            case REFUSED -> refuse(Kind.REFUSED, about, 0);
            case NO_ROOM -> {
                count.addRefused();
                throw new ImportEnded(
                        MailImport.State.FAILED, new ImportNote(Kind.NO_ROOM, about, 0));
            }
        }
    }

    private MessageFiling.Letter letter(ReadMessage message, Origin origin) {
        var now = tools.clock().instant();
        var at = origin.receivedAt() == null ? message.date(now) : origin.receivedAt();
        var unsaid = choice.seen() ? Set.of(MailFlags.SEEN) : Set.<String>of();
        return new MessageFiling.Letter(
                origin.flags() == null ? unsaid : origin.flags(),
                at == null ? now : at,
                Math.toIntExact(message.spool().size()),
                message.spool()::open);
    }

    /** Null where there is none; said once. */
    private @Nullable String mailbox(List<String> levels) {
        if (unmade.contains(levels)) return null;
        try {
            return places.mailbox(levels);
        } catch (MailRefusedException | NoSuchMailException no) {
            unmade.add(levels);
            note(new ImportNote(Kind.NO_FOLDER, Correspondent.shown(String.join("/", levels)), 0));
            return null;
        }
    }

    // --- telling -------------------------------------------------------------------------------

    private void refuse(Kind kind, String about, long number) {
        count.addRefused();
        note(new ImportNote(kind, about, number));
    }

    private void note(ImportNote note) {
        if (notes < Imports.MOST_NOTES) tools.imports().note(account.id(), id, ++notes, note);
    }

    private void tell() {
        long now = tools.clock().millis();
        if (now - toldAt < TOLD_EVERY && count.passed() - told < MOST_UNTOLD) return;
        toldAt = now;
        told = count.passed();
        if (!tools.imports().progress(account.id(), id, count))
            throw new ImportEnded(MailImport.State.CANCELLED, null);
    }
}
