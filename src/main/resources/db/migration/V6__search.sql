-- Module mailbox: the search index, written behind the deliveries (decision 45).

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

drop table message_text;

-- What SEARCH looks in: lower case, NFC. The columns *_folded are without diacritics, null where that makes no difference.
create table message_text (
    account_id     bigint  not null,
    content_id     bigint  not null,
    n              integer not null, -- piece of the body; each repeats 1024 characters of the one before
    heading        text    not null, -- From, To, Cc, Bcc, Sender, Reply-To, Subject: name: value, one a line; only in piece 0
    heading_folded text,
    header         text    not null, -- all other fields, in the same form; only in piece 0
    header_folded  text,
    body           text    not null, -- text parts, headers of nested messages, names of files
    body_folded    text,
    primary key (account_id, content_id, n)
);

-- Substrings by their trigrams, one account among all. The pending list is short, because every search reads it.
create index message_text_trigrams on message_text using gin (
    account_id,
    (coalesce(heading_folded, heading)) gin_trgm_ops,
    (coalesce(header_folded, header)) gin_trgm_ops,
    (coalesce(body_folded, body)) gin_trgm_ops)
    with (gin_pending_list_limit = 1024);

-- How far the text of an account's messages is in the index. Content ids of an account are given out under the lock
-- of its row of account_usage, so they appear in order and nothing can appear below the mark later.
create table search_state (
    account_id bigint primary key references account_usage (account_id),
    indexed_to bigint not null -- content id
);

-- Which version of MimeParser made the row and its text: those of older ones are made anew in the background.
alter table message_content add column parser integer not null default 1;
