-- Module mailbox: the header fields that mail programs list messages by (message.UsualFields), apart from the rest of the
-- header. Null in messages from before and where the header is null: then the header is looked through.
alter table message_content add column fields bytea;

-- A row is read whole: no column compressed, none elsewhere, as long as it fits into a page. Reading rows that were cut up
-- costs several times as much, and compressing them takes time of each delivery.
alter table message_content set (toast_tuple_target = 8160);
