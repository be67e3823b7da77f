-- What SORT and THREAD compare (RFC 5256, RFC 5957), read from the header at delivery. The texts, like base_subject, are
-- keys of i;unicode-casemap. refs null: stored before these columns were; filled in when first sorted.
alter table message_content
    add column sent_at           timestamptz,           -- the Date field
    add column refs              bigint[],              -- the ancestors' message ids, hashed, oldest first
    add column is_reply          boolean not null default false,
    add column sort_from         text    not null default '',
    add column sort_to           text    not null default '',
    add column sort_cc           text    not null default '',
    add column sort_display_from text    not null default '',
    add column sort_display_to   text    not null default '';

-- Messages that others refer to and that are not here: whoever brings one later joins their conversation. Old ones go.
create table awaited_message (
    account_id      bigint      not null,
    message_id_hash bigint      not null,
    subject_hash    bigint      not null, -- of the base subject of who refers to it
    thread_id       bigint      not null,
    awaited_since   timestamptz not null,
    primary key (account_id, message_id_hash, subject_hash)
);
create index awaited_message_since on awaited_message (awaited_since);

-- The conversation of a new message: the oldest among those of its relatives with the same base subject, or its own. No
-- message ever changes its conversation. Volatile, so that each query sees what was committed before the caller got the
-- lock on account_usage: of two relatives that arrive at once the second finds the first.
create function join_thread(account bigint, content bigint, own bigint, relatives bigint[], base text)
    returns bigint language plpgsql volatile as $$
declare
    ids    bigint[] := array_remove(array_prepend(own, relatives), null);
    hashed bigint := hashtextextended(base, 0);
    chosen bigint;
begin
    if cardinality(ids) = 0 then
        return content;
    end if;
    select coalesce(min(found.thread_id), content) into chosen from (
        select c.thread_id from message_content c
         where c.account_id = account and c.message_id_hash = any (ids) and c.base_subject = base
        union all
        select a.thread_id from awaited_message a
         where a.account_id = account and a.message_id_hash = any (ids) and a.subject_hash = hashed) found;
    -- The root and the nearest: a list of a hundred shall not leave a hundred rows.
    insert into awaited_message
    select account, r.id, hashed, chosen, now()
      from unnest(relatives) with ordinality r (id, place)
     where r.id is distinct from own and (r.place = 1 or r.place > cardinality(relatives) - 9)
       and not exists (select 1 from message_content c
                        where c.account_id = account and c.message_id_hash = r.id and c.base_subject = base)
    on conflict do nothing;
    return chosen;
end
$$;
