package org.bocau.account;

/** A key with the domain whose it is. */
public record DomainKeyRow(DomainId domain, String name, DkimKeyRow key) {
    /** As the query finds it. */
    DomainKeyRow(long domain, String name, StoredDkimKey key) {
        this(new DomainId(domain), name, key.row());
    }
}
