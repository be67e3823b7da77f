-- Mailing lists: who may post, who runs them, what tells a member's copy from the others, and what came back.
-- src/docs/decisions/0070-mailing-lists.md

alter table mailing_list
    add column posting text   not null default 'ANYBODY' check (posting in ('MEMBERS', 'OWNERS', 'DOMAIN', 'ANYBODY')),
    add column owners  text[] not null default '{}' check (cardinality(owners) <= 20);
create index mailing_list_owners on mailing_list using gin (owners);

alter table list_member
    add column number       bigint generated always as identity unique, -- never given twice: it stands in addresses and links
    add column suspended_at timestamptz;                                -- gets no mail since; null: gets it

-- One row for each week (of its Monday, UTC) in which mail to a member came back.
create table list_bounce (
    list_id bigint      not null,
    address text        not null,
    week    date        not null,
    bounces integer     not null check (bounces > 0),
    status  text        not null check (length(status) <= 20), -- of the latest one, RFC 3463; '' when it did not say
    last_at timestamptz not null,
    primary key (list_id, address, week),
    foreign key (list_id, address) references list_member (list_id, address) on delete cascade
);

-- What proves that an address or a link was made here. Shared by all nodes; part of the backup.
create table signing_key (
    name   text primary key,
    octets bytea not null check (length(octets) = 32)
);
insert into signing_key (name, octets) values ('addresses', uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
