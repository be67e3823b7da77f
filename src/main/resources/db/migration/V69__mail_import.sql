-- Module transfer: imports of mail files, under way and over.
create table mail_import (
    account_id   bigint      not null references account (id) on delete cascade,
    id           text        not null,
    name         text        not null check (length(name) <= 200), -- of the first file
    files        integer     not null,
    state        text        not null check (state in ('RUNNING', 'DONE', 'CANCELLED', 'FAILED', 'INTERRUPTED')),
    total        bigint      not null, -- octets
    done         bigint      not null, -- of them, read
    imported     integer     not null, -- messages the mailboxes have
    repeated     integer     not null, -- messages that were there
    refused      integer     not null,
    started_at   timestamptz not null,
    leased_until timestamptz not null, -- the node that has the files is believed to be there until then
    primary key (account_id, id)
);
create unique index mail_import_open on mail_import (account_id) where state = 'RUNNING';
create index mail_import_lease on mail_import (leased_until) where state = 'RUNNING';

-- What was not imported, and why
create table mail_import_note (
    account_id bigint  not null,
    import_id  text    not null,
    n          integer not null,
    kind       text    not null check (length(kind) <= 40),
    about      text    not null check (length(about) <= 200),
    number     bigint  not null,
    primary key (account_id, import_id, n),
    foreign key (account_id, import_id) references mail_import (account_id, id) on delete cascade
);
