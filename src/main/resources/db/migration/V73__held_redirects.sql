-- Module compose: letters of others that are passed on wait for second thoughts, too. No copy of them is kept: source names the
-- letter as it lies in its folder.

alter table held_send add column passed_to text not null default '' check (length(passed_to) <= 10000); -- as it was typed
