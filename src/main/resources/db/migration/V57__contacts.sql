-- Module contacts: the address book. The table of V5 had one row an address, and nothing ever wrote into it.

drop table contact;

create sequence contact_seq increment by 50;
create table contact (
    account_id   bigint  not null references account (id) on delete cascade,
    id           bigint  not null,
    name         text    not null default '' check (length(name) <= 200),
    organization text    not null default '' check (length(organization) <= 200),
    phone        text    not null default '' check (length(phone) <= 200),  -- the first of the card's, for the list
    uid          text    not null default '' check (length(uid) <= 400),    -- of the card, RFC 6350 §6.7.6
    card         text    not null default '' check (length(card) <= 400000), -- vCard 4; empty when there is no more than name and addresses
    collected    boolean not null default false,                            -- from mail that was sent, by nobody's hand
    folded       text    not null default '',                               -- what a search in the book looks at
    version      integer not null default 0,
    primary key (account_id, id)
);

-- rank is the frecency of decision 78: it grows with each use and is compared as it is, whatever the time.
create table contact_address (
    account_id   bigint           not null,
    contact_id   bigint           not null,
    canonical    text             not null check (length(canonical) <= 320),
    address      text             not null check (length(address) <= 320),  -- as it is written
    place        integer          not null default 0,                       -- the first is 0
    folded       text             not null default '',                      -- words that a completion may begin with
    used         integer          not null default 0 check (used >= 0),
    rank         double precision not null default 0,
    last_used_at timestamptz,
    primary key (account_id, contact_id, canonical),
    foreign key (account_id, contact_id) references contact (account_id, id) on delete cascade
);
create index contact_address_canonical on contact_address (account_id, canonical);

create sequence contact_group_seq increment by 50;
create table contact_group (
    account_id bigint not null references account (id) on delete cascade,
    id         bigint not null,
    name       text   not null check (length(name) between 1 and 100),
    folded     text   not null,
    primary key (account_id, id),
    unique (account_id, folded)
);

create table contact_group_member (
    account_id bigint not null,
    group_id   bigint not null,
    contact_id bigint not null,
    primary key (account_id, group_id, contact_id),
    foreign key (account_id, group_id) references contact_group (account_id, id) on delete cascade,
    foreign key (account_id, contact_id) references contact (account_id, id) on delete cascade
);
create index contact_group_member_contact on contact_group_member (account_id, contact_id);
