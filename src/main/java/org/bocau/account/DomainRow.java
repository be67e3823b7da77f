package org.bocau.account;

import java.time.Instant;

/** A domain as the console shows it, with how much lives in it. */
public record DomainRow(
        DomainId id, String name, Instant createdAt, long accounts, long aliases, long lists) {
    /** As the query finds it. */
    public DomainRow(
            long id, String name, Instant createdAt, long accounts, long aliases, long lists) {
        this(new DomainId(id), name, createdAt, accounts, aliases, lists);
    }
}
