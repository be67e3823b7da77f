-- Module webmail: whose letters show their pictures without being asked, as long as DMARC passes for them.

create table image_sender (
    account_id bigint      not null references account (id) on delete cascade,
    address    text        not null check (length(address) between 3 and 320), -- in lower case
    added_at   timestamptz not null,
    primary key (account_id, address)
);
