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
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.account.FieldRefusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

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

    private final AddressBook book;
    private final ContactGroups groups;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    ContactImport(
            AddressBook book,
            ContactGroups groups,
            JdbcClient jdbc,
            TransactionTemplate transaction) {
        this.book = book;
        this.groups = groups;
        this.jdbc = jdbc;
        this.transaction = transaction;
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
        int cards = 0;
        while (true) {
            var next = cards < MOST_CARDS ? file.next(report) : null;
            if (next != null) {
                cards++;
                batch.add(next);
            }
            if (batch.size() == BATCH || (next == null && !batch.isEmpty())) {
                if (!filed(account, List.copyOf(batch), report)) return;
                batch.clear();
            }
            if (next == null) break;
        }
        if (cards == MOST_CARDS && file.next(report) != null) {
            report.problem(0, "too-many", Integer.toString(MOST_CARDS));
        }
    }

    /** False when the book is full. */
    private boolean filed(AccountId account, List<CardFile.Read> cards, ImportReport report) {
        for (var one : cards) {
            try {
                transaction.executeWithoutResult(_ -> file(account, one, report));
            } catch (FieldRefusal refusal) {
                if (refusal.messageKey().equals("contacts.refusal.full")) {
                    report.problem(one.line(), "full", Integer.toString(Contacts.MOST));
                    return false;
                }
                report.problem(one.line(), "group", one.card().name());
            }
        }
        return true;
    }

    private void file(AccountId account, CardFile.Read one, ImportReport report) {
        var card = one.card();
        if (card.name().isEmpty()
                && card.organization().isEmpty()
                && card.addresses().isEmpty()
                && card.phones().isEmpty()) {
            report.problem(one.line(), "empty", "");
            return;
        }
        if (card.tooLong()) report.problem(one.line(), "pictures", card.name());
        var ids =
                card.categories().stream()
                        .map(name -> groups.named(account, name))
                        .distinct()
                        .toList();
        var same = same(account, card);
        if (same == null) {
            book.create(account, card, ids);
            report.added();
        } else if (book.absorb(account, same, card, ids)) {
            report.merged();
        } else {
            report.unchanged();
        }
    }

    /**
     * Who this is, if in the book already: the card's own id, or an address in common and the same
     * name or one without a name, or the same name where one of both has no address. Two people who
     * share an address stay two.
     */
    private @org.jspecify.annotations.Nullable Long same(AccountId account, ContactCard card) {
        var canonical =
                card.addresses().stream()
                        .map(Contacts::parsed)
                        .filter(java.util.Objects::nonNull)
                        .map(address -> address.canonical().toString())
                        .toArray(String[]::new);
        return jdbc.sql(
                        """
                        select c.id from contact c
                         where c.account_id = :account and (
                               (:uid <> '' and c.uid = :uid)
                            or (exists (select 1 from contact_address a
                                         where a.account_id = c.account_id and a.contact_id = c.id
                                           and a.canonical = any(:addresses))
                                and (c.collected or :name = '' or c.name = '' or lower(c.name) = lower(:name)))
                            or (:name <> '' and lower(c.name) = lower(:name)
                                and (cardinality(:addresses) = 0 or not exists (
                                     select 1 from contact_address a
                                      where a.account_id = c.account_id and a.contact_id = c.id))))
                         order by c.uid = :uid desc, c.collected, c.id limit 1
                        """)
                .param("account", account.value())
                .param("uid", card.uid())
                .param("name", card.name())
                .param("addresses", canonical)
                .query(Long.class)
                .optional()
                .orElse(null);
    }
}
