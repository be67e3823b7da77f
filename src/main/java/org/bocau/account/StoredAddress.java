package org.bocau.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * That an address means something here, and which kind of thing. Its primary key gives each address
 * at most one meaning; {@link Addresses} inserts it.
 */
@Entity
@Table(name = "address")
class StoredAddress {
    @Id private String address = ""; // canonical
    private String kind = "";
    private String domain = "";

    protected StoredAddress() {}

    String address() {
        return address;
    }

    String kind() {
        return kind;
    }

    String domain() {
        return domain;
    }
}
