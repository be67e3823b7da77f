-- Module mailbox: what changes a mailbox is one call, and so one round trip: lock, look, change, count
-- (src/docs/decisions/0053). Each statement of these functions sees what was committed before the mailbox's lock was got.

-- STORE of system flags on few messages. Mod-sequences follow the clock where they can: flags are committed without waiting
-- for the disk, and one that a crash of the database took back must not be given again to another change
-- (src/docs/decisions/0041), unless p_wait says otherwise. No row: there is no such mailbox; a row without UID: none of the messages is there.
drop function edit_flags(bigint, bigint, bigint, integer, integer, boolean, bigint, text);

create function edit_flags(p_account bigint, p_mailbox bigint, p_uids bigint[], p_clear integer, p_set integer,
        p_clear_keywords boolean, p_unchanged_since bigint, p_wait boolean)
    returns table (previous bigint, uid bigint, modseq bigint, flags integer, keywords text[], size bigint,
                   received bigint, saved bigint, content_id bigint, left_alone boolean, edited boolean)
    language plpgsql as $$
declare
    next_modseq  bigint;
    wanted       bigint;
    old_flags    integer;
    more_unseen  integer := 0;
    more_deleted integer := 0;
    any_edited   boolean := false;
    found_any    boolean := false;
begin
    if not p_wait then
        perform set_config('synchronous_commit', 'off', true);
    end if;
    select b.highest_modseq into previous from mailbox b
     where b.account_id = p_account and b.id = p_mailbox and b.selectable for update;
    if not found then
        return;
    end if;
    next_modseq := greatest(previous + 1, (extract(epoch from clock_timestamp()) * 1000)::bigint);
    foreach wanted in array p_uids loop
        select m.uid, m.modseq, m.flags, m.keywords, m.size, floor(extract(epoch from m.internal_date))::bigint,
               floor(extract(epoch from m.saved_at))::bigint, m.content_id
          into uid, modseq, old_flags, keywords, size, received, saved, content_id
          from message m where m.account_id = p_account and m.mailbox_id = p_mailbox and m.uid = wanted;
        continue when not found;
        found_any := true;
        flags := (old_flags & ~p_clear) | p_set;
        left_alone := modseq > p_unchanged_since;
        edited := not left_alone and (flags <> old_flags or (p_clear_keywords and keywords <> '{}'));
        if left_alone then
            flags := old_flags;
        elsif edited then
            any_edited := true;
            modseq := next_modseq;
            keywords := case when p_clear_keywords then '{}' else keywords end;
            more_unseen := more_unseen + (old_flags & 1) - (flags & 1);
            more_deleted := more_deleted + ((flags & 8) - (old_flags & 8)) / 8;
            update message m
               set flags = edit_flags.flags, keywords = edit_flags.keywords, modseq = edit_flags.modseq
             where m.account_id = p_account and m.mailbox_id = p_mailbox and m.uid = wanted;
        end if;
        keywords := nullif(keywords, '{}');
        return next;
    end loop;
    if any_edited then
        update mailbox b
           set highest_modseq = next_modseq, unseen = b.unseen + more_unseen, deleted = b.deleted + more_deleted
         where b.account_id = p_account and b.id = p_mailbox;
    elsif not found_any then
        uid := null;
        return next;
    end if;
end
$$;

-- What a mailbox no longer holds counts no longer, and contents go with their last message. After account_usage is locked:
-- another removal of the last-but-one reference has committed or waits. Texts go in a statement of their own: the first may
-- have waited for the indexer, and only a later one sees what that has written.
create function release_contents(p_account bigint, p_contents bigint[], p_octets bigint) returns void
    language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
    dropped bigint[];
begin
    update account_usage u set octets = u.octets - p_octets, messages = u.messages - cardinality(p_contents)
     where u.account_id = p_account;
    with gone as (
        delete from message_content c
         where c.account_id = p_account and c.id = any (p_contents)
           and not exists (select 1 from message m where m.account_id = p_account and m.content_id = c.id)
        returning c.id)
    select array_agg(id) into dropped from gone;
    if dropped is not null then
        delete from message_text t where t.account_id = p_account and t.content_id = any (dropped);
    end if;
end
$$;

-- EXPUNGE, POP3's QUIT, the source of MOVE: rows, tombstones, counters, contents. The ranges are what the caller believes to be
-- meant; with p_all_deleted everything with \Deleted is, so where the counter says that there is more of it, all rows are
-- looked at. No row: there is no such mailbox; a row without UID: nothing was removed. The plan is good for one message as
-- for a hundred thousand, and making it costs more than one.
create function remove_messages(p_account bigint, p_mailbox bigint, p_firsts bigint[], p_lasts bigint[],
        p_only_deleted boolean, p_all_deleted boolean, p_keep_contents boolean, p_now timestamptz)
    returns table (previous bigint, modseq bigint, uid bigint)
    language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
    marked   bigint;
    uids     bigint[];
    contents bigint[];
    freed    bigint;
begin
    select b.highest_modseq, b.deleted into previous, marked from mailbox b
     where b.account_id = p_account and b.id = p_mailbox and b.selectable for update;
    if not found then
        return;
    end if;
    modseq := previous + 1;
    if p_all_deleted and marked > 0 and marked <> (
            select count(*) from unnest(p_firsts, p_lasts) r (lo, hi)
              join message m on m.account_id = p_account and m.mailbox_id = p_mailbox and m.uid between r.lo and r.hi
             where (m.flags & 8) <> 0) then
        p_firsts := '{1}';
        p_lasts := '{4294967295}';
    end if;
    if marked > 0 or not p_only_deleted then
        with gone as (
            delete from message m
             using unnest(p_firsts, p_lasts) r (lo, hi)
             where m.account_id = p_account and m.mailbox_id = p_mailbox and m.uid between r.lo and r.hi
               and (not p_only_deleted or (m.flags & 8) <> 0)
            returning m.uid, m.content_id, m.size, m.flags),
        tombstones as (
            insert into expunged (account_id, mailbox_id, uid, modseq, expunged_at)
            select p_account, p_mailbox, g.uid, previous + 1, p_now from gone g),
        counted as (
            update mailbox b
               set highest_modseq = previous + 1, messages = b.messages - c.n, unseen = b.unseen - c.unseen,
                   deleted = b.deleted - c.deleted, octets = b.octets - c.octets
              from (select count(*) n, coalesce(sum(g.size), 0) octets,
                           count(*) filter (where (g.flags & 1) = 0) unseen,
                           count(*) filter (where (g.flags & 8) <> 0) deleted from gone g) c
             where b.account_id = p_account and b.id = p_mailbox and c.n > 0)
        select array_agg(g.uid order by g.uid), array_agg(g.content_id), sum(g.size) into uids, contents, freed from gone g;
    end if;
    if uids is null then
        return next;
        return;
    end if;
    if not p_keep_contents then
        perform release_contents(p_account, contents, freed);
    end if;
    return query select remove_messages.previous, remove_messages.modseq, u from unnest(uids) u;
end
$$;
