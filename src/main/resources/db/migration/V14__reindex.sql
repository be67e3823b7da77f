-- Module mailbox: messages are read anew from their octets; one job at a time, whichever node works on it.
create table reindex_job (
    id          integer     primary key check (id = 1),
    account_id  bigint,               -- null: all accounts
    started_at  timestamptz,          -- null: there was none yet
    finished_at timestamptz,          -- null: under way
    at_account  bigint      not null, -- everything up to this content is done
    at_content  bigint      not null,
    done        bigint      not null,
    total       bigint      not null,
    failed      bigint      not null,
    last_error  text,
    parser      integer     not null  -- no row was made by an older version of MimeParser
);

insert into reindex_job (id, finished_at, at_account, at_content, done, total, failed, parser)
values (1, now(), 0, 0, 0, 0, 0, 1);
