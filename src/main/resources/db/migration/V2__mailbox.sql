-- Module mailbox: the store. Every per-account table begins its primary key with account_id, so that one account is one
-- shard; bodies are keyed by their hash and shared. Lock order everywhere: by account its mailboxes ascending, then its
-- account_usage row.

-- What an account holds. The row's lock also orders the removal of contents: whoever takes the last reference away sees it.
create table account_usage (
    account_id   bigint primary key references account (id),
    octets       bigint not null default 0 check (octets >= 0),
    messages     bigint not null default 0 check (messages >= 0),
    uid_validity bigint not null default 0  -- the last one given; only grows
) with (fillfactor = 50);

create sequence mailbox_seq;

create table mailbox (
    account_id     bigint  not null references account_usage (account_id),
    id             bigint  not null,
    name           text    not null,           -- Unicode, '/' between levels
    special_use    text,                       -- RFC 6154, by the enum's name
    selectable     boolean not null default true,
    uid_validity   bigint  not null check (uid_validity between 1 and 4294967295),
    uid_next       bigint  not null default 1,
    highest_modseq bigint  not null default 1,
    recent_from    bigint  not null default 1, -- UIDs from here on were shown to no read-write session yet
    messages       bigint  not null default 0 check (messages >= 0),
    unseen         bigint  not null default 0 check (unseen >= 0),
    deleted        bigint  not null default 0 check (deleted >= 0),
    octets         bigint  not null default 0 check (octets >= 0),
    keywords       text[]  not null default '{}', -- every keyword ever used here, in its first spelling
    primary key (account_id, id),
    unique (account_id, name)
) with (fillfactor = 50);

create unique index mailbox_special_use on mailbox (account_id, special_use) where special_use is not null;

-- Names a client wants in LSUB; they need not exist (RFC 3501 §6.3.6).
create table subscription (
    account_id bigint not null references account_usage (account_id),
    name       text   not null,
    primary key (account_id, name)
);

-- The octets, once however many messages have them, in rows of 256 KiB.
create table body (
    sha256     bytea       primary key check (length(sha256) = 32),
    size       bigint      not null,
    touched_at timestamptz not null -- last time a reference was made: the collector leaves young ones alone
);

create index body_touched on body (touched_at);

create table body_chunk (
    sha256 bytea   not null,
    n      integer not null,
    octets bytea   not null,
    primary key (sha256, n)
);

-- Mail is mostly text that nobody reads twice or attachments that do not compress: speed over size.
alter table body_chunk alter column octets set storage external;

create sequence message_content_seq;

-- All that FETCH and lists need of a message, computed at delivery. id is the EMAILID (RFC 8474), shared by copies.
create table message_content (
    account_id      bigint  not null,
    id              bigint  not null,
    thread_id       bigint  not null,          -- THREADID
    body_sha256     bytea   not null,
    size            bigint  not null,
    crlf_size       bigint  not null,          -- with every line ending in CRLF: POP3's size (RFC 1939 §11)
    message_id_hash bigint,                    -- of Message-ID, to find the thread
    sent_on         date,                      -- the day in the Date field, in its own zone
    subject         text    not null,
    base_subject    text    not null,          -- RFC 5256 §2.1
    sender          text    not null,
    has_attachment  boolean not null,
    preview         text    not null,
    envelope        bytea   not null,
    body_basic      bytea   not null,
    body_structure  bytea   not null,
    header          bytea,                     -- null when it is longer than the parser keeps
    parts           bytea   not null,
    primary key (account_id, id)
);

create index message_content_message_id on message_content (account_id, message_id_hash);
create index message_content_body on message_content (body_sha256);

create table message_text (
    account_id bigint not null,
    content_id bigint not null,
    header     text   not null, -- one name:value a line, decoded, lower case, NFC
    body       text   not null, -- decoded text parts, lower case, NFC
    primary key (account_id, content_id)
);

-- A message in a mailbox: small, because flags change often.
create table message (
    account_id    bigint      not null,
    mailbox_id    bigint      not null,
    uid           bigint      not null,
    modseq        bigint      not null,
    flags         integer     not null,
    keywords      text[]      not null default '{}',
    content_id    bigint      not null,
    size          bigint      not null,
    internal_date timestamptz not null,
    saved_at      timestamptz not null,
    primary key (account_id, mailbox_id, uid)
) with (fillfactor = 80);

create index message_modseq on message (account_id, mailbox_id, modseq);
create index message_content_use on message (account_id, content_id);

-- Tombstones, for sessions and clients that have not heard yet (RFC 7162 §3.2).
create table expunged (
    account_id  bigint      not null,
    mailbox_id  bigint      not null,
    uid         bigint      not null,
    modseq      bigint      not null,
    expunged_at timestamptz not null,
    primary key (account_id, mailbox_id, uid)
);

create index expunged_modseq on expunged (account_id, mailbox_id, modseq);
create index expunged_at on expunged (expunged_at);

-- Which POP3 session has an account's maildrop (RFC 1939 §4), kept alive by its node. Empty after a crash within a minute.
create table maildrop_lock (
    account_id bigint      primary key,
    holder     uuid        not null, -- one session
    expires_at timestamptz not null  -- by the database's clock
);
