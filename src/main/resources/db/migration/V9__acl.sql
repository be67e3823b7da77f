-- Who may do what in whose mailboxes (RFC 4314). The owner needs no row: all rights are his.
create table mailbox_right (
    account_id bigint  not null, -- the owner
    mailbox_id bigint  not null,
    grantee_id bigint  not null, -- an account; 0: anyone in the domain
    negative   boolean not null, -- these rights are taken away again, whoever gave them
    domain     text    not null, -- the owner's
    rights     text    not null check (rights ~ '^[lrswipkxtea]+$'),
    primary key (account_id, mailbox_id, grantee_id, negative),
    foreign key (account_id, mailbox_id) references mailbox (account_id, id) on delete cascade
);

create index mailbox_right_grantee on mailbox_right (grantee_id, domain);

-- shared/… now means other people's mailboxes. Whoever has one of that name of his own finds it under another.
update mailbox m set name = '_' || name
 where (name = 'shared' or starts_with(name, 'shared/'))
   and not exists (select 1 from mailbox o where o.account_id = m.account_id and o.name = '_' || m.name);
update subscription s set name = '_' || name
 where (name = 'shared' or starts_with(name, 'shared/'))
   and not exists (select 1 from subscription o where o.account_id = s.account_id and o.name = '_' || s.name);
