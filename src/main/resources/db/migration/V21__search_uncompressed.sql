-- Module mailbox: bodies are not compressed in longer rows either (decision 45). Expanding them was two fifths of the time
-- that a search for a frequent word took; what does not fit the page stands beside the table, as it is.
alter table message_text
    alter column body set storage external,
    alter column body_folded set storage external;
