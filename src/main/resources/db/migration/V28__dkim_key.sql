-- Module account: what a domain of ours signs its mail with. The private key is sealed (database.Vault).
create sequence dkim_key_seq increment by 50;

create table dkim_key (
    id         bigint primary key,
    domain_id  bigint      not null references domain (id) on delete cascade,
    selector   text        not null check (selector ~ '^[a-z0-9-]{1,63}$'),
    algorithm  text        not null check (algorithm in ('RSA_SHA256', 'ED25519_SHA256')),
    sealed     bytea       not null,
    record     text        not null, -- the TXT record at <selector>._domainkey.<domain>
    state      text        not null check (state in ('WAITING', 'SIGNING', 'RETIRED')),
    created_at timestamptz not null,
    changed_at timestamptz not null, -- when it came into this state
    unique (domain_id, selector)
);
