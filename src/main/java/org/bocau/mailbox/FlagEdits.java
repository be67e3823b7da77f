package org.bocau.mailbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bocau.mailbox.Changes.MessageState;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * STORE. Several messages: in the caller's transaction, the mailbox row is locked first, so that
 * the second statement sees the latest. One message: a function of the database does the same in
 * one round trip. Changes of flags are committed, but by default not waited for until they are on
 * the disk.
 */
@Component
class FlagEdits {
    private static final String EDIT =
            """
            with target as (
                select m.uid, m.flags as old_flags, m.keywords as old_keywords, m.modseq, m.size, m.content_id,
                       floor(date_part('epoch', m.internal_date))::bigint as received,
                       floor(date_part('epoch', m.saved_at))::bigint as saved
                  from unnest(:firsts::bigint[], :lasts::bigint[]) r (lo, hi)
                  join message m on m.account_id = :account and m.mailbox_id = :mailbox and m.uid between r.lo and r.hi),
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
                   set_config('synchronous_commit', :commit, true)
              from target t left join wanted w using (uid) left join edited e using (uid)
             order by t.uid
            """;

    private static final String EDIT_ONE =
            "select * from edit_flags(:account, :mailbox, :uid, :clear, :set, :clear_keywords, :unchanged_since, :commit)";

    private final JdbcClient jdbc;
    private final ChangeFeed feed;
    private final Clock clock;
    private final String commit; // what synchronous_commit is for a change of flags

    FlagEdits(JdbcClient jdbc, ChangeFeed feed, Clock clock, MailboxProperties properties) {
        this.jdbc = jdbc;
        this.feed = feed;
        this.clock = clock;
        this.commit = properties.flagsToDisk() ? "on" : "off";
    }

    private record Outcome(boolean leftAlone, boolean edited, MessageState state) {}

    MailStore.Edited edit(Locking.Locked box, UidSet uids, FlagEdit edit, long unchangedSince) {
        long modseq = Math.max(box.nextModseq(), clock.millis());
        var outcomes = outcomes(box, uids, edit, unchangedSince, modseq);
        var changed = outcomes.stream().filter(Outcome::edited).map(Outcome::state).toList();
        if (!changed.isEmpty()) {
            long before = box.mailbox().highestModseq();
            feed.changed(box.id(), new Delta(before, modseq, changed, UidSet.NONE));
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
            Locking.Locked box, UidSet uids, FlagEdit edit, long unchangedSince, long modseq) {
        var shared = new HashMap<List<String>, List<String>>();
        return jdbc.sql(EDIT)
                .param("account", box.id().account().value())
                .param("mailbox", box.id().number())
                .param("firsts", uids.firsts())
                .param("lasts", uids.lasts())
                .param("action", edit.action().name())
                .param("flags", edit.flags().system())
                .param("keywords", words(box, edit))
                .param("settable", edit.within().settableFlags())
                .param("settable_keywords", edit.within().settableKeywords())
                .param("unchanged_since", unchangedSince)
                .param("modseq", modseq)
                .param("commit", commit)
                .query((row, _) ->
                        new Outcome(
                                row.getBoolean("left_alone"),
                                row.getBoolean("edited"),
                                Reading.state(row, shared)))
                .list();
    }

    /** True when {@link #editOne} can do it. */
    static boolean one(UidSet uids, FlagEdit edit) {
        return edit.flags().keywords().isEmpty() && uids.size() == 1;
    }

    /** The same for system flags of one message, in one statement that needs no transaction. */
    MailStore.Edited editOne(MailboxId id, long uid, FlagEdit edit, long unchangedSince) {
        int flags = edit.flags().system();
        return jdbc.sql(EDIT_ONE)
                .param("account", id.account().value())
                .param("mailbox", id.number())
                .param("uid", uid)
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
                .param("commit", commit)
                .query((row, _) -> edited(id, row))
                .optional()
                .orElseThrow(StoreRefusal::noSuchMailbox);
    }

    private MailStore.Edited edited(MailboxId id, ResultSet row) throws SQLException {
        long previous = row.getLong("previous");
        row.getLong("uid");
        if (row.wasNull()) {
            return new MailStore.Edited(List.of(), UidSet.NONE); // it is gone
        }
        var state = Reading.state(row, new HashMap<>());
        if (row.getBoolean("left_alone")) {
            return new MailStore.Edited(List.of(), UidSet.of(state.uid()));
        }
        if (row.getBoolean("edited")) {
            feed.changed(id, new Delta(previous, state.modseq(), List.of(state), UidSet.NONE));
        }
        return new MailStore.Edited(List.of(state), UidSet.NONE);
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
