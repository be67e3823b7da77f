-- Module webmail: messages that wait in the queue (FUTURERELEASE) while their sender may take them back. The queue holds
-- the message; here is where its copy lies. Replaces scheduled_send, which nothing ever used.

drop table scheduled_send;

create table held_send (
    account_id bigint      not null references account (id) on delete cascade,
    id         bigint      not null generated always as identity,
    envid      text        not null check (length(envid) <= 100), -- by it the queue knows the message
    scheduled  boolean     not null, -- its sender chose the time; else it waits for second thoughts
    mailbox    text        not null, -- IMAP name, where the copy lies
    uid        bigint      not null, -- of the copy, 0 if there is none
    send_at    timestamptz not null,
    source     text        not null default '' check (length(source) <= 1000), -- what it answers or forwards
    stopped_at timestamptz, -- it is being taken back
    looked_at  timestamptz not null default to_timestamp(0), -- a node looks after it until then
    primary key (account_id, id)
);
create index held_send_due on held_send (send_at);
