-- Module webpush: whoever tells somebody of new mail holds the row meanwhile; last_uid moves when they have been told.
alter table push_watch add column leased_until timestamptz not null default 'epoch';

-- An id names one browser for ever: a page that is a day old must not remove another.
create sequence push_subscription_id;
select setval('push_subscription_id', coalesce(max(id), 0) + 1, false) from push_subscription;
