-- Module webmail: what was answered to invitations, so that later letters about the same event know.

create table invitation_answer (
    account_id  bigint      not null references account (id) on delete cascade,
    uid         text        not null check (length(uid) <= 300),     -- of the event, as its organizer wrote it
    instance    text        not null default '' check (length(instance) <= 40), -- of a repeating one; empty: all
    sequence    integer     not null,
    answer      text        not null check (answer in ('accepted', 'tentative', 'declined')),
    answered_at timestamptz not null,
    primary key (account_id, uid, instance)
);
