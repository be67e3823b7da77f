package org.bocau.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.bocau.mailbox.Changes.MessageState;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * STORE. Many messages: in the caller's transaction, the mailbox row is locked first, so that the
 * second statement sees the latest. Few messages: a function of the database does the same in one
 * round trip. Changes of flags are committed, but by default not waited for until they are on the
 * disk.
 */
@Component
class FlagEdits {
    private static final String EDIT =
            """
            with target as (
                select m.uid, m.flags as old_flags, m.keywords as old_keywords, m.modseq, m.size, m.content_id,
                       floor(date_part('epoch', m.internal_date))::bigint as received,
                       floor(date_part('epoch', m.saved_at))::bigint as saved
                  from %s),
            wanted as (
                select uid, old_flags, old_keywords,
                       case :action when 'ADD' then old_flags | :flags
                                    when 'REMOVE' then old_flags & ~:flags
                                    else old_flags & ~:settable | :flags end as new_flags,
                       case :action
                            when 'ADD' then old_keywords || array(select k from unnest(:keywords::text[]) k
                                                                   where k <> all (old_keywords))
                            when 'REMOVE' then array(select k from unnest(old_keywords) k
                                                      where k <> all (:keywords::text[]))
                            else case when :settable_keywords then :keywords::text[] else old_keywords end
                       end as new_keywords
                  from target where modseq <= :unchanged_since),
            edited as (
                update message m set flags = w.new_flags, keywords = w.new_keywords, modseq = :modseq
                  from wanted w
                 where m.account_id = :account and m.mailbox_id = :mailbox and m.uid = w.uid
                   and (w.new_flags <> w.old_flags or w.new_keywords <> w.old_keywords)
                returning m.uid, w.old_flags, w.new_flags),
            counted as (
                update mailbox b
                   set highest_modseq = :modseq,
                       unseen = b.unseen + e.unseen, deleted = b.deleted + e.deleted,
                       keywords = b.keywords || array(select k from unnest(:keywords::text[]) k
                                                       where k <> all (b.keywords))
                  from (select count(*) n, coalesce(sum((old_flags & 1) - (new_flags & 1)), 0) unseen,
                               coalesce(sum(((new_flags & 8) - (old_flags & 8)) / 8), 0) deleted from edited) e
                 where b.account_id = :account and b.id = :mailbox and e.n > 0)
            select t.uid, t.modseq > :unchanged_since as left_alone,
                   case when e.uid is null then t.modseq else :modseq end as modseq,
                   coalesce(w.new_flags, t.old_flags) as flags,
                   nullif(coalesce(w.new_keywords, t.old_keywords), '{}') as keywords,
                   t.size, t.received, t.saved, t.content_id, e.uid is not null as edited,
                   case when not :wait then set_config('synchronous_commit', 'off', true) end
              from target t left join wanted w using (uid) left join edited e using (uid)
             order by t.uid
            """;

    private static final String EDIT_MANY =
            EDIT.formatted(
                    """
                    unnest(:firsts::bigint[], :lasts::bigint[]) r (lo, hi)
                      join message m on m.account_id = :account and m.mailbox_id = :mailbox
                                    and m.uid between r.lo and r.hi\
                    """);

    /**
     * How many rows are between two UIDs the planner cannot know, and would read the whole table.
     */
    private static final String EDIT_FEW =
            EDIT.formatted(
                    """
                    message m where m.account_id = :account and m.mailbox_id = :mailbox
                                and m.uid = any (:uids::bigint[])\
                    """);

    private static final String EDIT_AT_ONCE =
            "select * from edit_flags(:account, :mailbox, :uids, :clear, :set, :clear_keywords, :unchanged_since, :wait)";

    /** Messages that are gone through one by one; of more, a set is changed as a set. */
    private static final int FEW = 50;

    private final JdbcClient jdbc;
    private final ChangeFeed feed;
    private final boolean toDisk; // flags wait for it too

    FlagEdits(JdbcClient jdbc, ChangeFeed feed, MailboxProperties properties) {
        this.jdbc = jdbc;
        this.feed = feed;
        this.toDisk = properties.flagsToDisk();
    }

    private record Outcome(boolean leftAlone, boolean edited, MessageState state) {}

    /**
     * @param durable other changes are committed along, which must be on the disk then
     */
    MailStore.Edited edit(
            Locking.Locked box, UidSet uids, FlagEdit edit, long unchangedSince, boolean durable) {
        var outcomes = outcomes(box, uids, edit, unchangedSince, box.nextModseq(), durable);
        return edited(box.id(), box.mailbox().highestModseq(), outcomes);
    }

    /** Tells who watches, and says how it ended. */
    private MailStore.Edited edited(MailboxId id, long before, List<Outcome> outcomes) {
        var changed = outcomes.stream().filter(Outcome::edited).map(Outcome::state).toList();
        if (!changed.isEmpty()) {
            long modseq = changed.getFirst().modseq();
            feed.changed(id, new Delta(before, modseq, changed, UidSet.NONE));
        }
        long[] left =
                outcomes.stream()
                        .filter(Outcome::leftAlone)
                        .mapToLong(o -> o.state().uid())
                        .toArray();
        return new MailStore.Edited(
                outcomes.stream().filter(o -> !o.leftAlone()).map(Outcome::state).toList(),
                UidSet.of(left));
    }

    private List<Outcome> outcomes(
            Locking.Locked box,
            UidSet uids,
            FlagEdit edit,
            long unchangedSince,
            long modseq,
            boolean durable) {
        var shared = new HashMap<List<String>, List<String>>();
        var sql =
                uids.size() <= FEW
                        ? jdbc.sql(EDIT_FEW).param("uids", uids.stream().toArray())
                        : jdbc.sql(EDIT_MANY)
                                .param("firsts", uids.firsts())
                                .param("lasts", uids.lasts());
        return sql.param("account", box.id().account().value())
                .param("mailbox", box.id().number())
                .param("action", edit.action().name())
                .param("flags", edit.flags().system())
                .param("keywords", words(box, edit))
                .param("settable", edit.within().settableFlags())
                .param("settable_keywords", edit.within().settableKeywords())
                .param("unchanged_since", unchangedSince)
                .param("modseq", modseq)
                .param("wait", durable || toDisk)
                .query((row, _) -> outcome(row, shared))
                .list();
    }

    private static Outcome outcome(ResultSet row, Map<List<String>, List<String>> keywords)
            throws SQLException {
        return new Outcome(
                row.getBoolean("left_alone"),
                row.getBoolean("edited"),
                Reading.state(row, keywords));
    }

    /** True when {@link #editAtOnce} can do it. */
    static boolean atOnce(UidSet uids, FlagEdit edit) {
        return edit.flags().keywords().isEmpty() && uids.size() <= FEW;
    }

    /** The same for system flags of few messages, in one statement that needs no transaction. */
    MailStore.Edited editAtOnce(
            MailboxId id, UidSet uids, FlagEdit edit, long unchangedSince, boolean durable) {
        int flags = edit.flags().system();
        var found =
                jdbc.sql(EDIT_AT_ONCE)
                        .param("account", id.account().value())
                        .param("mailbox", id.number())
                        .param("uids", uids.stream().toArray())
                        .param(
                                "clear",
                                switch (edit.action()) {
                                    case REPLACE -> edit.within().settableFlags();
                                    case ADD -> 0;
                                    case REMOVE -> flags;
                                })
                        .param("set", edit.action() == FlagEdit.Action.REMOVE ? 0 : flags)
                        .param(
                                "clear_keywords",
                                edit.action() == FlagEdit.Action.REPLACE
                                        && edit.within().settableKeywords())
                        .param("unchanged_since", unchangedSince)
                        .param("wait", durable || toDisk)
                        .query(FlagEdits::found)
                        .list();
        if (found.isEmpty()) {
            throw StoreRefusal.noSuchMailbox();
        }
        if (found.getFirst().outcome() == null) {
            return new MailStore.Edited(List.of(), UidSet.NONE); // they are gone
        }
        var outcomes = found.stream().map(Found::outcome).map(Objects::requireNonNull).toList();
        return edited(id, found.getFirst().previous(), outcomes);
    }

    /**
     * @param previous the mailbox's mod-sequence before
     * @param outcome null in the only row where no message is there
     */
    private record Found(long previous, @Nullable Outcome outcome) {}

    private static Found found(ResultSet row, int number) throws SQLException {
        long previous = row.getLong("previous");
        row.getLong("uid");
        return new Found(previous, row.wasNull() ? null : outcome(row, new HashMap<>()));
    }

    private static String[] words(Locking.Locked box, FlagEdit edit) {
        var words = Keywords.inSpelling(box.keywords(), edit.flags().keywords());
        if (edit.action() != FlagEdit.Action.REMOVE) {
            return words;
        }
        Set<String> used = new TreeSet<>(box.keywords());
        // a word that nobody uses needs no place in the list
        return Arrays.stream(words).filter(used::contains).toArray(String[]::new);
    }
}
