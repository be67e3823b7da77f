-- Module webmail: what the browser needs that IMAP does not keep. All of it belongs to one account and goes with it.

create table identity (
    account_id     bigint  not null references account (id) on delete cascade,
    id             bigint  not null,
    name           text    not null check (length(name) <= 200),
    address        text    not null check (length(address) <= 320),
    reply_to       text    not null default '' check (length(reply_to) <= 320),
    signature_text text    not null default '' check (length(signature_text) <= 20000),
    signature_html text    not null default '' check (length(signature_html) <= 100000),
    preferred      boolean not null default false,
    primary key (account_id, id)
);
create unique index identity_preferred on identity (account_id) where preferred;

-- Written by people, or collected from what they sent: used counts for the order of completions.
create table contact (
    account_id   bigint  not null references account (id) on delete cascade,
    address      text    not null check (length(address) <= 320), -- canonical
    name         text    not null default '' check (length(name) <= 200),
    note         text    not null default '' check (length(note) <= 10000),
    collected    boolean not null default true,
    used         integer not null default 0 check (used >= 0),
    last_used_at timestamptz,
    primary key (account_id, address)
);

-- One row a setting; the names are those of the enum Preference, nothing else is ever written.
create table preference (
    account_id bigint not null references account (id) on delete cascade,
    name       text   not null check (length(name) <= 60),
    value      text   not null check (length(value) <= 2000),
    primary key (account_id, name)
);

-- A message that is to be sent later lies complete in an IMAP folder; this is when and from where.
create table scheduled_send (
    account_id   bigint      not null references account (id) on delete cascade,
    id           bigint      not null,
    mailbox      text        not null, -- IMAP name
    uid_validity bigint      not null,
    uid          bigint      not null,
    send_at      timestamptz not null,
    attempts     integer     not null default 0,
    last_error   text        not null default '' check (length(last_error) <= 2000),
    primary key (account_id, id)
);
create index scheduled_send_due on scheduled_send (send_at);
