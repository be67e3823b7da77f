-- MTA-STS policies of other domains (RFC 8461): one that outlives a restart cannot be hidden from us by who strips TLS.

create table sts_policy (
    domain     text        primary key,
    id         text        not null, -- of the TXT record it was fetched for
    mode       text        not null check (mode in ('ENFORCE', 'TESTING', 'NONE')),
    max_age    bigint      not null, -- seconds
    mx         text        not null, -- patterns of host names, with blanks between
    kept_until timestamptz not null
);
