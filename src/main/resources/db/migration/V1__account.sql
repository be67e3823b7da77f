-- Who and where. Sequences step by 50: Hibernate takes ids in blocks of that size.
create sequence domain_seq increment by 50;
create sequence account_seq increment by 50;
create sequence alias_seq increment by 50;
create sequence mailing_list_seq increment by 50;
create sequence app_password_seq increment by 50;

create table domain (
    id         bigint primary key,
    name       text        not null unique check (name = lower(name) and length(name) between 1 and 255),
    created_at timestamptz not null,
    version    integer     not null
);

-- Every address that means something here, once. The primary key is what gives an address at most one meaning across
-- accounts, aliases and lists: each of those refers to its row here by address and kind, and its own kind is fixed by
-- a check. Two transactions that want one address meet at this index, and the second one fails.
create table address (
    address text primary key check (length(address) <= 400),
    kind    text not null check (kind in ('account', 'alias', 'list')),
    domain  text not null references domain (name),
    unique (address, kind),
    check (right(address, length(domain) + 1) = '@' || domain)
);
create index address_domain on address (domain);

create table account (
    id            bigint primary key,
    address       text        not null unique,
    kind          text        not null default 'account' check (kind = 'account'),
    name          text        not null check (length(name) <= 200),
    password_hash text        not null, -- {argon2}$argon2id$…, or another scheme in braces
    enabled       boolean     not null,
    administrator boolean     not null,
    quota_octets  bigint      not null check (quota_octets >= 0), -- 0: no limit
    credentials   integer     not null, -- grows with password, role and state
    language      text,
    created_at    timestamptz not null,
    version       integer     not null,
    foreign key (address, kind) references address (address, kind)
);
create index account_administrator on account (id) where administrator;

create table app_password (
    account_id   bigint      not null references account (id) on delete cascade,
    id           bigint      not null,
    name         text        not null check (length(name) <= 200),
    digest       bytea       not null check (length(digest) = 32), -- SHA-256 of 128 random bits
    created_at   timestamptz not null,
    last_used_at timestamptz,
    primary key (account_id, id)
);

create table alias (
    id         bigint primary key,
    address    text        not null unique,
    kind       text        not null default 'alias' check (kind = 'alias'),
    targets    text[]      not null check (cardinality(targets) between 1 and 100),
    created_at timestamptz not null,
    version    integer     not null,
    foreign key (address, kind) references address (address, kind)
);
create index alias_targets on alias using gin (targets);

create table mailing_list (
    id         bigint primary key,
    address    text        not null unique,
    kind       text        not null default 'list' check (kind = 'list'),
    name       text        not null check (length(name) <= 200),
    created_at timestamptz not null,
    version    integer     not null,
    foreign key (address, kind) references address (address, kind)
);

create table list_member (
    list_id bigint not null references mailing_list (id) on delete cascade,
    address text   not null check (length(address) <= 400),
    primary key (list_id, address)
);
create index list_member_address on list_member (address);
