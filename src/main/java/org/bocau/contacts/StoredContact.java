package org.bocau.contacts;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** Somebody in an account's address book; the addresses are {@link StoredContactAddress}es. */
@Entity
@Table(name = "contact")
@IdClass(OfAccount.Numbered.class)
class StoredContact {
    @Id private long accountId;
    @Id private long id;
    private String name = "";
    private String organization = "";
    private String phone = "";
    private String uid = "";
    private String card = "";
    private boolean collected;
    private String folded = "";
    @Version private @Nullable Integer version; // null while it is new

    protected StoredContact() {}

    StoredContact(long accountId, long id) {
        this.accountId = accountId;
        this.id = id;
    }

    /** Takes over all that a card says; from now on somebody has written it. */
    void write(ContactCard card) {
        var phones = card.phones();
        name = card.name();
        organization = card.organization();
        phone = phones.isEmpty() ? "" : phones.getFirst();
        uid = card.uid();
        this.card = card.text();
        collected = false;
        folded = card.folded();
    }

    long id() {
        return id;
    }

    String name() {
        return name;
    }

    String card() {
        return card;
    }

    boolean collected() {
        return collected;
    }

    int version() {
        return version == null ? 0 : version;
    }

    long accountId() {
        return accountId;
    }

    String organization() {
        return organization;
    }

    String phone() {
        return phone;
    }

    String uid() {
        return uid;
    }

    String folded() {
        return folded;
    }
}
