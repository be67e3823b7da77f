-- Module reading: lists that people have left, so that each letter of one says so.
create table left_list (
    account_id bigint      not null references account (id) on delete cascade,
    list       text        not null check (length(list) <= 400), -- id:LIST-ID or from:ADDRESS, lower case
    left_at    timestamptz not null, -- the last time
    primary key (account_id, list)
);
