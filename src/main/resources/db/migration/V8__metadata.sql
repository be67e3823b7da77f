-- Module mailbox: annotations of mailboxes and of the server (RFC 5464). They go with their mailbox, whatever it is called.
create sequence metadata_seq;

create table metadata (
    account_id bigint not null references account_usage (account_id),
    mailbox_id bigint not null, -- 0: of the server, as this account sees it
    reader_id  bigint not null, -- whose /private entry it is; 0 for /shared
    entry      text   not null check (entry = lower(entry) and entry like '/%'),
    value      bytea,           -- null: removed; kept for sessions that have not heard yet
    changed    bigint not null, -- of metadata_seq; within an account in the order of commits
    primary key (account_id, mailbox_id, reader_id, entry)
);
create index metadata_changed on metadata (account_id, changed);
create index metadata_reader on metadata (reader_id) where reader_id <> account_id and reader_id <> 0;
