-- Module transfer: what an import needs to go on where it stood when its server was restarted.
alter table mail_import
    add column into_name     text    not null default '', -- IMAP name; empty: the places the files name
    add column skip_repeated boolean not null default true,
    add column mark_seen     boolean not null default false,
    add column passed        bigint  not null default 0; -- messages and refusals behind it, in the order of the files

-- The files, which are on the disk of the node that took them
create table mail_import_file (
    account_id bigint  not null,
    import_id  text    not null,
    n          integer not null, -- from 0
    name       text    not null check (length(name) <= 200),
    kind       text    not null check (length(kind) <= 20),
    octets     bigint  not null,
    primary key (account_id, import_id, n),
    foreign key (account_id, import_id) references mail_import (account_id, id) on delete cascade
);
