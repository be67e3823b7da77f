-- Module account: IMAP capabilities that this account's clients get wrong, and so are not told of.
create table masked_capability (
    account_id bigint not null references account (id) on delete cascade,
    capability text   not null check (length(capability) between 1 and 60),
    primary key (account_id, capability)
);
