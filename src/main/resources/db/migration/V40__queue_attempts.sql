-- What came of the attempts of messages that are still in the queue. src/docs/queue.md

alter table queue_recipient
    add column attempting boolean not null default false; -- claimed, and nothing written down since

create table queue_attempt (
    message_id bigint      not null references queue_message on delete cascade,
    number     integer     not null, -- the recipient's; its row may have ended
    attempt    integer     not null, -- 1 is the first
    address    text        not null,
    at         timestamptz not null,
    outcome    text        not null check (outcome in ('DELIVERED', 'DEFERRED', 'FAILED', 'EXPIRED')),
    host       text        not null, -- '' when nobody was asked
    secured    boolean     not null, -- over TLS
    reply      text        not null,
    primary key (message_id, number, attempt)
);

alter table queue_attempt set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
