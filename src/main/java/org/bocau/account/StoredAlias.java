package org.bocau.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import org.bocau.message.EmailAddress;

/** An address that stands for others. */
@Entity
@Table(name = "alias")
class StoredAlias {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "alias_seq")
    @SequenceGenerator(name = "alias_seq", sequenceName = "alias_seq", allocationSize = 50)
    private long id;

    private String address = ""; // canonical
    private String[] targets = {};
    @Column private Instant createdAt = Instant.EPOCH;
    @Version private int version;

    protected StoredAlias() {}

    StoredAlias(EmailAddress canonical, List<EmailAddress> targets, Instant createdAt) {
        this.address = canonical.toString();
        this.createdAt = createdAt;
        retarget(targets);
    }

    final void retarget(List<EmailAddress> to) {
        targets = to.stream().map(EmailAddress::toString).toArray(String[]::new);
    }

    AliasId id() {
        return new AliasId(id);
    }

    String address() {
        return address;
    }

    int version() {
        return version;
    }

    AliasRow row() {
        return new AliasRow(
                id(),
                EmailAddress.parse(address),
                List.of(targets).stream().map(EmailAddress::parse).toList(),
                version);
    }
}
