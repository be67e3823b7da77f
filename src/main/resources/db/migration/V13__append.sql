-- Module mailbox: what clients that have enabled UTF-8 are told of a message (RFC 6855, RFC 9051), by message.Utf8Forms.
-- Null where the ASCII forms say it all, and in messages from before.
alter table message_content add column utf8_forms bytea;
