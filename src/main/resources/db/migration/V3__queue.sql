-- The outbound queue: mail for other systems, from the reply 250 until the next hop has taken it. src/docs/queue.md

create table queue_message (
    id           bigint generated always as identity primary key,
    account_id   bigint,               -- who submitted it; null when it is forwarded for an alias or a list
    reverse_path text        not null, -- '' is the null reverse-path of notices
    octets       bigint      not null,
    smtputf8     boolean     not null, -- the next hop must offer SMTPUTF8 (RFC 6531)
    eight_bit    boolean     not null, -- the next hop must offer 8BITMIME (RFC 6152)
    origin       text        not null, -- id of the connection it came over
    queued_at    timestamptz not null
);

create table queue_recipient (
    message_id      bigint      not null references queue_message on delete cascade,
    number          integer     not null,
    address         text        not null,
    domain          text        not null,
    status          text        not null check (status in ('WAITING', 'HELD')),
    attempts        integer     not null,
    next_attempt_at timestamptz not null, -- backoff and lease at once
    last_reply      text,                 -- what the next hop said last; data, never a line of a protocol again
    primary key (message_id, number)
);

create index queue_recipient_due on queue_recipient (next_attempt_at) where status = 'WAITING';

create table queue_chunk (
    message_id bigint  not null references queue_message on delete cascade,
    number     integer not null, -- octets from number * 262144 on
    octets     bytea   not null,
    primary key (message_id, number)
);

-- Mail is compressed already or short; a chunk is always read whole.
alter table queue_chunk alter column octets set storage external;
