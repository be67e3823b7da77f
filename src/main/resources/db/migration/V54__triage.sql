-- Module triage: what people decide about their mail that IMAP has no place for.

-- A label is an IMAP keyword on the messages; this is how it is shown.
create table label (
    account_id bigint  not null references account (id) on delete cascade,
    keyword    text    not null check (keyword = lower(keyword) and length(keyword) between 1 and 64),
    name       text    not null check (length(name) between 1 and 60),
    colour     text    not null check (length(colour) <= 20),
    position   integer not null,
    primary key (account_id, keyword)
);
create unique index label_name on label (account_id, lower(name));

-- What was done, or is being done, to messages. It can be taken back until it expires.
create table triage_job (
    account_id   bigint      not null references account (id) on delete cascade,
    id           text        not null,
    verb         text        not null check (length(verb) <= 40),
    target       text        not null default '' check (length(target) <= 2000), -- what the notice names
    state        text        not null check (state in ('RUNNING', 'DONE', 'CANCELLED', 'FAILED', 'UNDOING')),
    total        integer     not null, -- messages
    progress     integer     not null, -- of them, done
    started_at   timestamptz not null,
    expires_at   timestamptz not null,
    leased_until timestamptz not null, -- a node works on it until then
    primary key (account_id, id)
);
create index triage_job_open on triage_job (leased_until) where state in ('RUNNING', 'UNDOING');
create index triage_job_expiry on triage_job (expires_at);

-- A step that is not done says what to do; one that is done says what takes it back.
create table triage_step (
    account_id bigint  not null,
    job_id     text    not null,
    n          bigint  not null,
    mailbox    text    not null, -- IMAP name
    uids       text    not null, -- 1:5,9
    change     text    not null,
    done       boolean not null,
    primary key (account_id, job_id, n),
    foreign key (account_id, job_id) references triage_job (account_id, id) on delete cascade
);
