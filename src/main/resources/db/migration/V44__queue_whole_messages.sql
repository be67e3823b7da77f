-- Attempts that never ended, mail that any host may have in the clear, and what users left to be sent later.
-- src/docs/queue.md
alter table queue_recipient
    add column unfinished smallint not null default 0; -- attempts begun one after the other without an end
alter table queue_recipient
    drop constraint queue_recipient_status_check,
    add constraint queue_recipient_status_check check (status in ('WAITING', 'HELD', 'QUARANTINED'));

-- Those whose last two attempts had no end go one at a time: a few rows, if any.
create index queue_recipient_suspect on queue_recipient (next_attempt_at) where status = 'WAITING' and unfinished >= 2;

alter table queue_message
    add column tls_optional boolean not null default false; -- TLS-Required: No (RFC 8689 3)

-- A user's own list of what is to be sent later.
create index queue_message_held on queue_message (account_id, hold_until) where hold_until is not null;
create index queue_recipient_quarantined on queue_recipient (message_id) where status = 'QUARANTINED';
