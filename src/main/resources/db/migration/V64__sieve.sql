-- What filters an account's mail: at most one script is active. form: the rules and the absence it was made of, as JSON.
create table sieve_script (
    account_id bigint not null references account (id) on delete cascade,
    name text not null,
    content text not null,
    form text,
    active boolean not null,
    changed_at timestamptz not null,
    primary key (account_id, name)
);
create unique index sieve_script_active on sieve_script (account_id) where active;

-- Who was answered while somebody is away, so that he is not again too soon (RFC 5230 §4.2)
create table vacation_answer (
    account_id bigint not null references account (id) on delete cascade,
    handle text not null,
    sender text not null,
    expires_at timestamptz not null,
    primary key (account_id, handle, sender)
);
