-- Module mailbox: a delivery is one statement. Where the account's quota does not allow it, the statement must do nothing
-- at all: it calls this.
create function refuse_over_quota() returns bigint language plpgsql as $$
begin
    raise exception 'over quota' using errcode = 'BQ001';
end
$$;

-- Conversations are looked for by SEARCH THREADID (RFC 8474 §6).
create index message_content_thread on message_content (account_id, thread_id);

-- STORE of system flags on one message, the most frequent change there is: lock, look, change, count in one round trip.
-- Mod-sequences follow the clock where they can: flags are committed without waiting for the disk, and one that a crash of
-- the database took back must not be given again to another change (src/docs/decisions/0041).
create function edit_flags(p_account bigint, p_mailbox bigint, p_uid bigint, p_clear integer, p_set integer,
        p_clear_keywords boolean, p_unchanged_since bigint, p_commit text)
    returns table (previous bigint, uid bigint, modseq bigint, flags integer, keywords text[], size bigint,
                   received bigint, saved bigint, content_id bigint, left_alone boolean, edited boolean)
    language plpgsql as $$
declare
    old_flags integer;
begin
    perform set_config('synchronous_commit', p_commit, true);
    select b.highest_modseq into previous from mailbox b
     where b.account_id = p_account and b.id = p_mailbox and b.selectable for update;
    if not found then
        return;
    end if;
    left_alone := false;
    edited := false;
    select m.uid, m.modseq, m.flags, m.keywords, m.size, floor(extract(epoch from m.internal_date))::bigint,
           floor(extract(epoch from m.saved_at))::bigint, m.content_id
      into uid, modseq, old_flags, keywords, size, received, saved, content_id
      from message m where m.account_id = p_account and m.mailbox_id = p_mailbox and m.uid = p_uid;
    flags := (old_flags & ~p_clear) | p_set;
    if uid is null then
        null;
    elsif modseq > p_unchanged_since then
        flags := old_flags;
        left_alone := true;
    elsif flags <> old_flags or (p_clear_keywords and keywords <> '{}') then
        edited := true;
        modseq := greatest(previous + 1, (extract(epoch from clock_timestamp()) * 1000)::bigint);
        if p_clear_keywords then
            keywords := '{}';
        end if;
        update message m set flags = edit_flags.flags, keywords = edit_flags.keywords, modseq = edit_flags.modseq
         where m.account_id = p_account and m.mailbox_id = p_mailbox and m.uid = p_uid;
        update mailbox b
           set highest_modseq = edit_flags.modseq, unseen = b.unseen + (old_flags & 1) - (edit_flags.flags & 1),
               deleted = b.deleted + ((edit_flags.flags & 8) - (old_flags & 8)) / 8
         where b.account_id = p_account and b.id = p_mailbox;
    end if;
    keywords := nullif(keywords, '{}');
    return next;
end
$$;
