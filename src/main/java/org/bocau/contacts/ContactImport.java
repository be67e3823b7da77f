package org.bocau.contacts;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bocau.account.AccountId;
import org.bocau.account.FieldRefusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Takes files of contacts in. Cards are read and filed a hundred at a time, so neither a file nor a
 * transaction is ever large; who is in the book already takes over what the file adds.
 */
@Service
class ContactImport {
    private static final Logger log = LoggerFactory.getLogger(ContactImport.class);

    /** Cards of one file. */
    static final int MOST_CARDS = 10_000;

    private static final int BATCH = 100;
    private static final int HEAD = 64 * 1024;

    private final ContactFiling filing;
    private final ContactGroups groups;

    ContactImport(ContactFiling filing, ContactGroups groups) {
        this.filing = filing;
        this.groups = groups;
    }

    /** Reads vCards or a table, whichever it is. What cannot be read is in the report. */
    ImportReport read(AccountId account, InputStream octets) throws IOException {
        var report = new ImportReport();
        var in = new BufferedInputStream(octets, HEAD);
        in.mark(HEAD);
        var head = in.readNBytes(HEAD - 1);
        in.reset();
        try (var file = file(in, head, report)) {
            if (file != null) file(account, file, report);
        }
        log.info(
                "{}: contacts imported: {} new, {} merged, {} unchanged, {} problems",
                account.value(),
                report.getAdded(),
                report.getMerged(),
                report.getUnchanged(),
                report.getProblems().size() + report.getMore());
        return report;
    }

    private static @org.jspecify.annotations.Nullable CardFile file(
            InputStream in, byte[] head, ImportReport report) throws IOException {
        var text = new String(head, StandardCharsets.ISO_8859_1).stripLeading();
        if (text.regionMatches(
                true, text.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0, "BEGIN:VCARD", 0, 11)) {
            return new VCardFile(in);
        }
        var csv = new CsvFile(reader(in, head));
        if (csv.understood()) return csv;
        report.problem(1, "unknown", "");
        return null;
    }

    /** UTF-8, with its mark or without; else what old spreadsheets write. */
    private static Reader reader(InputStream in, byte[] head) throws IOException {
        boolean marked =
                head.length > 2
                        && head[0] == (byte) 0xef
                        && head[1] == (byte) 0xbb
                        && head[2] == (byte) 0xbf;
        if (marked) in.skipNBytes(3);
        boolean sixteen =
                head.length > 1
                        && (head[0] & 0xff) + (head[1] & 0xff) == 0xff + 0xfe
                        && head[0] < 0
                        && head[1] < 0;
        if (sixteen) return new InputStreamReader(in, StandardCharsets.UTF_16);
        return new InputStreamReader(
                in,
                marked || utf8(head) ? StandardCharsets.UTF_8 : Charset.forName("windows-1252"));
    }

    /** Of the beginning, without the character that its end may have cut. */
    private static boolean utf8(byte[] head) {
        for (int cut = 0; cut < Math.min(4, head.length + 1); cut++) {
            try {
                StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(head, 0, head.length - cut));
                return true;
            } catch (CharacterCodingException _) {
                if (head.length < HEAD - 1) return false; // it is whole: nothing was cut
            }
        }
        return false;
    }

    private void file(AccountId account, CardFile file, ImportReport report) throws IOException {
        var batch = new ArrayList<CardFile.Read>();
        var named = new HashMap<String, Optional<Long>>();
        int cards = 0;
        while (true) {
            var next = cards < MOST_CARDS ? file.next(report) : null;
            if (next != null) {
                cards++;
                if (says(next, report)) batch.add(next);
            }
            if (batch.size() == BATCH || (next == null && !batch.isEmpty())) {
                if (!filed(account, batch, named, report)) return;
                batch.clear();
            }
            if (next == null) break;
        }
        if (cards == MOST_CARDS && file.next(report) != null) {
            report.problem(0, "too-many", Integer.toString(MOST_CARDS));
        }
    }

    /** False for a card of nobody. */
    private static boolean says(CardFile.Read one, ImportReport report) {
        var card = one.card();
        if (card.name().isEmpty()
                && card.organization().isEmpty()
                && card.addresses().isEmpty()
                && card.phones().isEmpty()) {
            report.problem(one.line(), "empty", "");
            return false;
        }
        if (card.tooLong()) report.problem(one.line(), "pictures", card.name());
        return true;
    }

    /**
     * False when the book is full.
     *
     * @param named the groups of the file by what it calls them; empty for those that cannot be
     */
    private boolean filed(
            AccountId account,
            List<CardFile.Read> cards,
            Map<String, Optional<Long>> named,
            ImportReport report) {
        var entries = new ArrayList<ContactFiling.Entry>();
        for (var one : cards) {
            var ids =
                    one.card().categories().stream()
                            .map(name ->
                                    named.computeIfAbsent(
                                            name, _ -> group(account, one.line(), name, report)))
                            .flatMap(Optional::stream)
                            .distinct()
                            .toList();
            entries.add(new ContactFiling.Entry(one.line(), one.card(), ids));
        }
        var filed = filing.file(account, entries);
        report.filed(filed.added(), filed.merged(), filed.unchanged());
        if (filed.fullAt() == 0) return true;
        report.problem(filed.fullAt(), "full", Integer.toString(Contacts.MOST));
        return false;
    }

    private Optional<Long> group(AccountId account, int line, String name, ImportReport report) {
        try {
            return Optional.of(groups.named(account, name));
        } catch (FieldRefusal _) {
            report.problem(line, "group", name);
            return Optional.empty();
        }
    }
}
