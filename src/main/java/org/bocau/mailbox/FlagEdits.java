package org.bocau.mailbox;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * STORE. Runs in the caller's transaction: the mailbox row is locked first, so that the second
 * statement sees the latest.
 */
@Component
class FlagEdits {
    private static final String EDIT =
            """
            with target as (
                select m.uid, m.flags as old_flags, m.keywords as old_keywords, m.modseq
                  from unnest(:firsts::bigint[], :lasts::bigint[]) r (lo, hi)
                  join message m on m.account_id = :account and m.mailbox_id = :mailbox and m.uid between r.lo and r.hi),
            wanted as (
                select uid, old_flags, old_keywords,
                       case :action when 'ADD' then old_flags | :flags
                                    when 'REMOVE' then old_flags & ~:flags else :flags end as new_flags,
                       case :action
                            when 'ADD' then old_keywords || array(select k from unnest(:keywords::text[]) k
                                                                   where k <> all (old_keywords))
                            when 'REMOVE' then array(select k from unnest(old_keywords) k
                                                      where k <> all (:keywords::text[]))
                            else :keywords::text[] end as new_keywords
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
                   coalesce(w.new_flags, t.old_flags) as flags, coalesce(w.new_keywords, t.old_keywords) as keywords
              from target t left join wanted w using (uid) left join edited e using (uid)
             order by t.uid
            """;

    private final JdbcClient jdbc;

    FlagEdits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Outcome(boolean leftAlone, Changes.MessageState state) {}

    MailStore.Edited edit(Locking.Locked box, UidSet uids, FlagEdit edit, long unchangedSince) {
        var words = Keywords.inSpelling(box.keywords(), edit.flags().keywords());
        if (edit.action()
                == FlagEdit.Action.REMOVE) { // a word that nobody uses needs no place in the list
            Set<String> used = new TreeSet<>(box.keywords());
            words = Arrays.stream(words).filter(used::contains).toArray(String[]::new);
        }
        var outcomes =
                jdbc.sql(EDIT)
                        .param("account", box.id().account().value())
                        .param("mailbox", box.id().number())
                        .param("firsts", uids.firsts())
                        .param("lasts", uids.lasts())
                        .param("action", edit.action().name())
                        .param("flags", edit.flags().system())
                        .param("keywords", words)
                        .param("unchanged_since", unchangedSince)
                        .param("modseq", box.nextModseq())
                        .query((row, _) ->
                                new Outcome(
                                        row.getBoolean("left_alone"),
                                        new Changes.MessageState(
                                                row.getLong("uid"),
                                                row.getLong("modseq"),
                                                new Flags(
                                                        row.getInt("flags"),
                                                        Locking.strings(row, "keywords")))))
                        .list();
        List<Changes.MessageState> stored =
                outcomes.stream()
                        .filter(o -> !o.leftAlone())
                        .map(Outcome::state)
                        .collect(Collectors.toList());
        long[] left =
                outcomes.stream()
                        .filter(Outcome::leftAlone)
                        .mapToLong(o -> o.state().uid())
                        .toArray();
        return new MailStore.Edited(List.copyOf(stored), UidSet.of(left));
    }
}
