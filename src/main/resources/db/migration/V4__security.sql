create sequence session_log_seq increment by 50;
create sequence audit_event_seq increment by 50;

-- Who logged in, or tried to. Bounded by bocau.security.session-log-kept.
create table session_log (
    account_id bigint      not null, -- 0: the login name is nobody's
    id         bigint      not null,
    at         timestamptz not null,
    service    text        not null,
    login      text, -- the address that was tried; null where the text is no address: people type passwords there
    remote     inet        not null,
    secure     boolean     not null,
    outcome    text        not null check (outcome in ('accepted', 'refused', 'throttled')),
    primary key (account_id, id)
);
create index session_log_at on session_log (at);
create index session_log_known on session_log (account_id, remote) where outcome = 'accepted';

-- What was changed, by whom. Rows are only ever added.
create table audit_event (
    id      bigint primary key,
    at      timestamptz not null,
    actor   text, -- null: the server itself
    remote  inet, -- null: not over the web
    action  text        not null,
    subject text        not null,
    detail  text        not null
);
create index audit_event_subject on audit_event (subject, id);

create function audit_event_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'audit_event is append-only';
end
$$;
create trigger audit_event_append_only before update or delete or truncate on audit_event
    for each statement execute function audit_event_is_append_only();
