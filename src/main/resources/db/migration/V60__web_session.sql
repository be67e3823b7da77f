-- Browsers that are signed in, so that people see them and can end them from elsewhere. The session itself lives in the
-- memory of one node; a row that is gone ends it there with its next request.
create table web_session (
    account_id bigint      not null references account (id) on delete cascade,
    id         text        not null check (length(id) <= 40),
    began_at   timestamptz not null,
    used_at    timestamptz not null, -- to the minute
    remote     inet        not null, -- of the last request
    agent      text        not null check (length(agent) <= 400), -- what the browser says it is
    primary key (account_id, id)
);
create index web_session_used_at on web_session (used_at);
