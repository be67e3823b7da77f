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
import org.bocau.message.EmailAddress;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** An account's row. Whatever changes what its owner may do makes {@link #credentials} grow. */
@Entity
@Table(name = "account")
@DynamicUpdate // so that an edit leaves a password alone that is hashed anew at the same time
class StoredAccount {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "account_seq")
    @SequenceGenerator(name = "account_seq", sequenceName = "account_seq", allocationSize = 50)
    private long id;

    private String address = ""; // canonical
    private String name = "";
    private String passwordHash = "";
    private boolean enabled = true;
    private boolean administrator;
    private long quotaOctets;
    private int credentials = 1;
    @Column private boolean appPasswordsOnly; // set by AppPasswords
    private @Nullable String language;
    private Instant createdAt = Instant.EPOCH;
    @Version private int version;

    protected StoredAccount() {}

    StoredAccount(EmailAddress canonical, NewAccount account, Instant createdAt) {
        this.address = canonical.toString();
        this.name = account.name();
        this.passwordHash = account.passwordHash();
        this.administrator = account.administrator();
        this.quotaOctets = account.quotaOctets();
        this.createdAt = createdAt;
    }

    /** Takes over what an administrator edited. */
    void edit(AccountEdit edit) {
        if (enabled != edit.enabled() || administrator != edit.administrator()) {
            credentials++;
        }
        name = edit.name();
        enabled = edit.enabled();
        administrator = edit.administrator();
        quotaOctets = edit.quotaOctets();
        language = edit.language();
    }

    /** The very same hash is no change. */
    void changePassword(String hash) {
        if (!hash.equals(passwordHash)) {
            passwordHash = hash;
            credentials++;
        }
    }

    void speak(@Nullable String chosen) {
        language = chosen;
    }

    boolean ruling() {
        return enabled && administrator;
    }

    AccountId id() {
        return new AccountId(id);
    }

    String address() {
        return address;
    }

    int version() {
        return version;
    }

    Account view() {
        return new Account(
                id(),
                EmailAddress.parse(address),
                name,
                enabled,
                administrator,
                quotaOctets,
                credentials,
                language,
                createdAt);
    }

    AccountRow row() {
        return new AccountRow(
                id(),
                EmailAddress.parse(address),
                name,
                enabled,
                administrator,
                quotaOctets,
                language,
                createdAt,
                version);
    }
}
