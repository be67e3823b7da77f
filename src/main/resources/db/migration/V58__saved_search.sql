-- Module search: searches that people keep, as folders that fill themselves.

create sequence saved_search_seq increment by 50;
create table saved_search (
    account_id bigint  not null references account (id) on delete cascade,
    id         bigint  not null,
    name       text    not null check (length(name) between 1 and 100),
    query      text    not null check (length(query) between 1 and 1000), -- as it is typed
    primary key (account_id, id),
    unique (account_id, name)
);
