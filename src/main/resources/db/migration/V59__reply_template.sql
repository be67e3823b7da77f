-- Replies people keep ready. What stands in {{braces}} is filled in when one is used.
create table reply_template (
    account_id bigint not null references account (id) on delete cascade,
    id         bigint not null,
    name       text   not null check (length(name) between 1 and 100),
    body       text   not null check (length(body) <= 20000),
    primary key (account_id, id)
);
