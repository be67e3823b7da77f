-- How TLS went in sessions with other systems, and what they were told of it (RFC 8460).

create table tls_result (
    day           date   not null, -- UTC
    domain        text   not null, -- of the recipients
    digest        text   not null, -- of all that makes it another result
    source        text   not null check (source in ('TLSA', 'STS', 'NO_POLICY_FOUND')),
    policy_domain text   not null,
    policy_text   text   not null, -- lines
    policy_hosts  text   not null, -- lines
    kind          text,            -- null: as it should be
    host          text   not null,
    address       text   not null,
    sent_from     text   not null,
    reason        text   not null,
    sessions      bigint not null,
    primary key (day, domain, digest)
);

create table tls_report (
    day      date        not null,
    domain   text        not null,
    state    text        not null check (state in ('DUE', 'SENT', 'UNWANTED', 'FAILED')),
    attempts integer     not null,
    due_at   timestamptz not null,
    primary key (day, domain)
);

create index tls_report_due on tls_report (due_at) where state = 'DUE';
