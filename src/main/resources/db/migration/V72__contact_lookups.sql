-- Whom an import means, by the card's own id or by the name (contacts.KnownContacts)
create index contact_name on contact (account_id, lower(name)) where name <> '';
create index contact_uid on contact (account_id, uid) where uid <> '';

-- Answers that are over are forgotten now and then, of all accounts at once (rules.VacationAnswers)
create index vacation_answer_expires on vacation_answer (expires_at);
