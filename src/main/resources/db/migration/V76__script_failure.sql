-- That an account's script failed last, so that its owner is told on the page of rules (rules.ScriptFailures)
create table script_failure (
    account_id bigint primary key references account (id) on delete cascade,
    reason text not null,
    failed_at timestamptz not null
) with (fillfactor = 50);
