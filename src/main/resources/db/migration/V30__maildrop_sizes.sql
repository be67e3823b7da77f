-- Module mailbox: the few messages that POP3 sends longer than they are stored, because lines end in a bare LF or the last
-- one does not end. Opening a maildrop asks for these alone: the rows are wide, and of all others the size is known.
create index message_content_sent_longer on message_content (account_id, id) include (crlf_size) where crlf_size <> size;
