-- Module account: how much each account sends, and how much it may. Counted in the transaction that takes the message,
-- so that several nodes count together and a message that is refused is not counted.

create table sending (
    account_id     bigint      not null references account (id) on delete cascade,
    hour           timestamptz not null, -- its beginning
    recipients     integer     not null,
    new_recipients integer     not null, -- of them, those never written to before
    refused        integer     not null, -- how often a limit was met
    primary key (account_id, hour)
);
create index sending_hour on sending (hour);

create table correspondent (
    account_id bigint not null references account (id) on delete cascade,
    address    text   not null check (length(address) <= 400), -- canonical
    primary key (account_id, address)
);

create table sending_limit (
    account_id             bigint primary key references account (id) on delete cascade,
    recipients_per_hour    integer check (recipients_per_hour >= 0), -- null: the server's default; 0: no limit
    recipients_per_day     integer check (recipients_per_day >= 0),
    new_recipients_per_day integer check (new_recipients_per_day >= 0)
);
