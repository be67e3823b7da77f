-- When a message in the mailbox Snoozed comes back to the inbox.
create table snoozed (
    account_id   bigint      not null references account (id) on delete cascade,
    uid_validity bigint      not null,
    uid          bigint      not null,
    thread_id    text        not null check (length(thread_id) <= 255), -- RFC 8474; empty where the server has none
    inbox_next   bigint      not null, -- UIDNEXT of the inbox when it was put away: a reply has at least this UID
    wake_at      timestamptz not null,
    leased_until timestamptz not null,
    primary key (account_id, uid_validity, uid)
);
create index snoozed_due on snoozed (wake_at);

-- Conversations whose new messages pass the inbox by.
create table muted_thread (
    account_id bigint      not null references account (id) on delete cascade,
    thread_id  text        not null check (length(thread_id) between 1 and 255),
    muted_at   timestamptz not null,
    primary key (account_id, thread_id)
);
