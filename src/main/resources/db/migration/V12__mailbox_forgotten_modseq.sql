-- Module mailbox. Tombstones are kept for a while only: those up to this mod-sequence may be gone, so a client that knows an
-- older one is told what is missing from its own list of UIDs (RFC 7162 §5.3).
alter table mailbox add column forgotten_modseq bigint not null default 0;
