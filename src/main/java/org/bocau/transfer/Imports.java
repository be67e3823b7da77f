package org.bocau.transfer;

import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bocau.account.AccountId;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Imports as every node sees them: rows of mail_import and mail_import_note. One of an account is
 * under way at a time. The node that has the files says again and again that it is there; when it
 * does not any more, the import is over, and says so.
 */
@Service
class Imports {
    /** Notes of one import. */
    static final int MOST_NOTES = 500;

    /** How long a node that has died is believed to be at work. */
    static final Duration LEASE = Duration.ofSeconds(90);

    private static final Duration KEPT = Duration.ofDays(30);

    private static final RowMapper<MailImport> IMPORT =
            (row, _) ->
                    new MailImport(
                            row.getString("id"),
                            row.getString("name"),
                            row.getInt("files"),
                            MailImport.State.valueOf(row.getString("state")),
                            row.getLong("total"),
                            row.getLong("done"),
                            row.getInt("imported"),
                            row.getInt("repeated"),
                            row.getInt("refused"),
                            row.getTimestamp("started_at").toInstant());

    private final JdbcClient jdbc;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Imports(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Writes down that one begins.
     *
     * @param total octets to be read
     * @return its id; empty when another of this account is under way
     */
    Optional<String> begin(
            AccountId account, List<UploadedFile> files, ImportChoice choice, long total) {
        endDead();
        var octets = new byte[16];
        random.nextBytes(octets);
        var id = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
        try {
            jdbc.sql(
                            """
                            insert into mail_import (account_id, id, name, files, state, total, done,
                                                     imported, repeated, refused, started_at, leased_until,
                                                     into_name, skip_repeated, mark_seen)
                            values (:account, :id, :name, :files, 'RUNNING', :total, 0, 0, 0, 0, :now, :lease,
                                    :into, :skip, :seen)
                            """)
                    .param("account", account.value())
                    .param("id", id)
                    .param("name", files.getFirst().name())
                    .param("files", files.size())
                    .param("total", total)
                    .param("now", now())
                    .param("lease", lease())
                    .param("into", choice.into())
                    .param("skip", choice.skipRepeated())
                    .param("seen", choice.seen())
                    .update();
        } catch (DuplicateKeyException _) { // mail_import_open
            return Optional.empty();
        }
        for (int n = 0; n < files.size(); n++) write(account, id, n, files.get(n));
        return Optional.of(id);
    }

    private void write(AccountId account, String id, int n, UploadedFile file) {
        jdbc.sql(
                        """
                        insert into mail_import_file (account_id, import_id, n, name, kind, octets)
                        values (?, ?, ?, ?, ?, ?)
                        """)
                .params(account.value(), id, n, file.name(), file.kind().name(), file.octets())
                .update();
    }

    /** Where it stands; empty where nobody knows it any more. */
    Optional<Standing> standing(String id) {
        return jdbc.sql(
                        """
                        select i.*, (select count(*) from mail_import_note n
                                      where n.account_id = i.account_id and n.import_id = i.id) as notes
                          from mail_import i where i.id = ?
                        """)
                .param(id)
                .query((row, n) ->
                        new Standing(
                                new AccountId(row.getLong("account_id")),
                                IMPORT.mapRow(row, n),
                                new ImportChoice(
                                        row.getString("into_name"),
                                        row.getBoolean("skip_repeated"),
                                        row.getBoolean("mark_seen")),
                                row.getLong("passed"),
                                row.getInt("notes"),
                                files(new AccountId(row.getLong("account_id")), id)))
                .optional();
    }

    private List<Standing.File> files(AccountId account, String id) {
        return jdbc.sql(
                        """
                        select name, kind, octets from mail_import_file
                         where account_id = ? and import_id = ? order by n
                        """)
                .params(account.value(), id)
                .query((row, _) ->
                        new Standing.File(
                                row.getString("name"),
                                FileKind.valueOf(row.getString("kind")),
                                row.getLong("octets")))
                .list();
    }

    /**
     * It goes on, where its files are; one that its node has left in the middle, too.
     *
     * @return false when it is over, or another of this account is under way
     */
    boolean goOn(AccountId account, String id) {
        try {
            return jdbc.sql(
                                    """
                                    update mail_import set state = 'RUNNING', leased_until = ?
                                     where account_id = ? and id = ? and state in ('RUNNING', 'INTERRUPTED')
                                    """)
                            .params(lease(), account.value(), id)
                            .update()
                    == 1;
        } catch (DuplicateKeyException _) { // mail_import_open
            return false;
        }
    }

    /** Its owner wants no more of it. */
    void cancel(AccountId account, String id) {
        jdbc.sql(
                        """
                        update mail_import set state = 'CANCELLED'
                         where account_id = ? and id = ? and state in ('RUNNING', 'INTERRUPTED')
                        """)
                .params(account.value(), id)
                .update();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private Timestamp lease() {
        return Timestamp.from(clock.instant().plus(LEASE));
    }

    Optional<MailImport> find(AccountId account, String id) {
        endDead();
        return jdbc.sql("select * from mail_import where account_id = ? and id = ?")
                .params(account.value(), id)
                .query(IMPORT)
                .optional();
    }

    /** The latest, newest first. */
    List<MailImport> latest(AccountId account, int most) {
        endDead();
        return jdbc.sql(
                        "select * from mail_import where account_id = ? order by started_at desc limit ?")
                .params(account.value(), most)
                .query(IMPORT)
                .list();
    }

    /** In the order in which they were written. */
    List<ImportNote> notes(AccountId account, String id) {
        return jdbc.sql(
                        """
                        select kind, about, number from mail_import_note
                         where account_id = ? and import_id = ? order by n
                        """)
                .params(account.value(), id)
                .query((row, _) ->
                        new ImportNote(
                                ImportNote.Kind.valueOf(row.getString("kind")),
                                row.getString("about"),
                                row.getLong("number")))
                .list();
    }

    /**
     * Writes down how far it is.
     *
     * @return false when it is to stop: it was cancelled, or another node took it for dead
     */
    boolean progress(AccountId account, String id, ImportCount count) {
        return jdbc.sql(
                                """
                                update mail_import
                                   set done = :done, imported = :imported, repeated = :repeated,
                                       refused = :refused, passed = :passed, leased_until = :lease
                                 where account_id = :account and id = :id and state = 'RUNNING'
                                """)
                        .param("done", count.done())
                        .param("imported", count.imported())
                        .param("repeated", count.repeated())
                        .param("refused", count.refused())
                        .param("passed", count.passed())
                        .param("lease", lease())
                        .param("account", account.value())
                        .param("id", id)
                        .update()
                == 1;
    }

    /** Says that the node is there, while a single message takes long. */
    void alive(AccountId account, String id) {
        jdbc.sql(
                        "update mail_import set leased_until = ? where account_id = ? and id = ? and state = 'RUNNING'")
                .params(lease(), account.value(), id)
                .update();
    }

    void note(AccountId account, String id, int n, ImportNote note) {
        jdbc.sql(
                        """
                        insert into mail_import_note (account_id, import_id, n, kind, about, number)
                        values (?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        account.value(),
                        id,
                        n,
                        note.kind().name(),
                        note.about().replace("\0", ""),
                        note.number())
                .update();
    }

    /** It is over, with these numbers; one that has ended already keeps how. */
    void settle(AccountId account, String id, MailImport.State state, ImportCount count) {
        jdbc.sql(
                        """
                        update mail_import
                           set state = case state when 'RUNNING' then :state else state end,
                               done = :done, imported = :imported, repeated = :repeated,
                               refused = :refused, passed = :passed
                         where account_id = :account and id = :id
                        """)
                .param("state", state.name())
                .param("done", count.done())
                .param("imported", count.imported())
                .param("repeated", count.repeated())
                .param("refused", count.refused())
                .param("passed", count.passed())
                .param("account", account.value())
                .param("id", id)
                .update();
    }

    /** It is over; one that has ended already keeps how. */
    void end(AccountId account, String id, MailImport.State state) {
        jdbc.sql(
                        """
                        update mail_import set state = ?
                         where account_id = ? and id = ? and state = 'RUNNING'
                        """)
                .params(state.name(), account.value(), id)
                .update();
    }

    /** Those whose node has died. */
    private void endDead() {
        jdbc.sql(
                        """
                        update mail_import set state = 'INTERRUPTED'
                         where state = 'RUNNING' and leased_until <= ?
                        """)
                .param(now())
                .update();
    }

    /** Removes what nobody asks for any more. */
    void forgetOld() {
        endDead();
        jdbc.sql("delete from mail_import where started_at < ? and state <> 'RUNNING'")
                .param(Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }
}
