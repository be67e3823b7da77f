-- Module mailbox: what a delivery writes and asks for nothing.

-- Nobody finds bodies by their age: the collector walks over all of them in the order of their hashes, and nearly all are
-- old. An entry for each message, and one more for each touch.
drop index body_touched;

-- As before; but a message that refers to no other awaits none, and needs no statement to find that out.
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
    select coalesce(min(found.thread_id), content) into chosen from (
        select c.thread_id from message_content c
         where c.account_id = account and c.message_id_hash = any (ids) and c.base_subject = base
        union all
        select a.thread_id from awaited_message a
         where a.account_id = account and a.message_id_hash = any (ids) and a.subject_hash = hashed) found;
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
