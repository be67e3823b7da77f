-- Module mailbox: how the conversation of a new message is looked for.

-- As before, but for one key after the other. Asked for any of several, a table that the database had not counted yet was
-- searched by the account alone, and each of its messages looked at: the plan is kept (V20), and every delivery paid for it.
create or replace function join_thread(account bigint, content bigint, own bigint, relatives bigint[], base text)
    returns bigint language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
declare
    ids    bigint[] := array_remove(array_prepend(own, relatives), null);
    hashed bigint;
    chosen bigint;
begin
    if cardinality(ids) = 0 then
        return content;
    end if;
    hashed := hashtextextended(base, 0);
    select coalesce(min(found.thread_id), content) into chosen
      from unnest(ids) wanted (id)
     cross join lateral (
        select c.thread_id from message_content c
         where c.account_id = account and c.message_id_hash = wanted.id and c.base_subject = base
        union all
        select a.thread_id from awaited_message a
         where a.account_id = account and a.message_id_hash = wanted.id and a.subject_hash = hashed) found;
    if cardinality(relatives) = 0 then
        return chosen;
    end if;
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
