-- A crash of the database may take back a change of flags (decision 41) whose mod-sequence clients and indexes have seen. Whatever
-- comes then must have a larger one, or who asks for what changed since would miss it (RFC 7162 §3.1): so all of them go by
-- the database's clock, and not those of flags alone.
create function next_modseq(previous bigint) returns bigint language sql volatile as $$
    select greatest(previous + 1, (extract(epoch from clock_timestamp()) * 1000)::bigint)
$$;

-- What highest_modseq was before the last message was filed: whoever files tells the index that nothing was between.
alter table mailbox add column modseq_before bigint not null default 0;

-- As in V15, but for the mod-sequence.
create or replace function remove_messages(p_account bigint, p_mailbox bigint, p_firsts bigint[], p_lasts bigint[],
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
    modseq := next_modseq(previous);
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
            select p_account, p_mailbox, g.uid, remove_messages.modseq, p_now from gone g),
        counted as (
            update mailbox b
               set highest_modseq = remove_messages.modseq, messages = b.messages - c.n, unseen = b.unseen - c.unseen,
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
