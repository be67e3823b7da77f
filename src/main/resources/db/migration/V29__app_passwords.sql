-- Modules account and security: passwords of mail programs, and SCRAM (decision 68). account.password_hash may have a second
-- word from now on: SCRAM-SHA-256:StoredKey:ServerKey, made of the same password.

alter table account add column app_passwords_only boolean not null default false; -- the main password opens the web alone

alter table app_password
    add column stored_key     bytea not null check (length(stored_key) = 32), -- RFC 5802 3, as of the main password
    add column server_key     bytea not null check (length(server_key) = 32),
    add column last_used_by   text, -- the service
    add column last_used_from inet;
create unique index app_password_digest on app_password (account_id, digest);

-- Keys that must outlive a process and be the same on all nodes.
create table server_secret (
    name   text  primary key,
    octets bytea not null check (length(octets) = 32)
);
