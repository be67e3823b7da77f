-- Module webpush: browsers that want to be told of new mail while nobody looks at it. RFC 8030, 8291, 8292.
create table push_subscription (
    account_id bigint      not null references account (id) on delete cascade,
    id         bigint      not null,
    endpoint   text        not null check (length(endpoint) <= 1000), -- at the browser's push service
    public_key bytea       not null check (length(public_key) = 65), -- of the browser, uncompressed point of P-256
    secret     bytea       not null check (length(secret) = 16), -- RFC 8291 3.2: auth
    agent      text        not null check (length(agent) <= 400), -- what the browser says it is
    created_at timestamptz not null,
    primary key (account_id, id)
);
create index push_subscription_endpoint on push_subscription (endpoint);

-- How far the people who are told have been told, so that of several nodes one tells.
create table push_watch (
    account_id bigint primary key references account (id) on delete cascade,
    last_uid   bigint not null
);

-- The key by which push services know this server (RFC 8292); one for all nodes.
create table push_key (
    id          integer primary key check (id = 1),
    public_key  bytea   not null check (length(public_key) = 65),
    private_key bytea   not null -- PKCS #8, sealed by database.Vault
);
