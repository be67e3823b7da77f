-- What the runner of the queue needs to know. src/docs/queue.md

alter table queue_message
    add column recipients  integer,                        -- how many it was queued for; does not change
    add column ret         text check (ret in ('FULL', 'HDRS')), -- RFC 3461 4.3; null when the sender did not say
    add column envid       text,                           -- xtext as it came, RFC 3461 4.4
    add column binary_mime boolean not null default false, -- the next hop must offer BINARYMIME (RFC 3030)
    add column require_tls boolean not null default false, -- over TLS all the way (RFC 8689)
    add column hold_until  timestamptz;                    -- FUTURERELEASE (RFC 4865): the days of trying begin then

update queue_message m set recipients = (select count(*) from queue_recipient r where r.message_id = m.id);
alter table queue_message alter column recipients set not null;

alter table queue_recipient
    add column notify     text not null default '',        -- RFC 3461 4.1; '' when the sender did not say
    add column orcpt      text,                            -- type;xtext as it came, RFC 3461 4.2
    add column delay_told boolean not null default false;  -- the sender knows that it takes long

-- Rows of a queue live for seconds: the dead ones must not pile up at the end where the claim looks first.
alter table queue_message set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
alter table queue_recipient set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
alter table queue_chunk set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
