-- Module mailbox: rows of text that are quick to read, and an index that is quick to write (decision 45).

-- A row that fits a page stays in it, uncompressed: who compares a candidate's text reads one page, where compressed text
-- beside the table cost several, and the time to expand it. It takes no more room, for pieces there are seldom full.
alter table message_text set (toast_tuple_target = 8160);

-- Entries of many messages are merged into the index together. Every search reads the list of those that wait: 2 ms when full.
alter index message_text_trigrams set (gin_pending_list_limit = 4096);
