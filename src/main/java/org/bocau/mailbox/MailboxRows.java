package org.bocau.mailbox;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The rows of {@code mailbox}, for names and hierarchy. */
interface MailboxRows extends Repository<MailboxRow, MailboxRow.Key> {
    MailboxRow saveAndFlush(MailboxRow row);

    void delete(MailboxRow row);

    void flush();

    Optional<MailboxRow> findByAccountIdAndName(long accountId, String name);

    Optional<MailboxRow> findByAccountIdAndSpecialUse(long accountId, SpecialUse specialUse);

    long countByAccountId(long accountId);

    /**
     * The names below this one. {@code prefix} ends with the separator; starts-with compares, so no
     * pattern character counts.
     */
    @Query(
            value =
                    "select * from mailbox where account_id = :account and starts_with(name, :prefix) order by name",
            nativeQuery = true)
    List<MailboxRow> inferiors(long account, String prefix);

    @Query(value = "select nextval('mailbox_seq')", nativeQuery = true)
    long nextId();
}
