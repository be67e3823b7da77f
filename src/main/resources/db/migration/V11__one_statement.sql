-- Module mailbox: a delivery is one statement. Where the account's quota does not allow it, the statement must do nothing
-- at all: it calls this.
create function refuse_over_quota() returns bigint language plpgsql as $$
begin
    raise exception 'over quota' using errcode = 'BQ001';
end
$$;

-- Conversations are looked for by SEARCH THREADID (RFC 8474 §6).
create index message_content_thread on message_content (account_id, thread_id);
