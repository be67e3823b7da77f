package org.bocau.webmail;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** A name and address somebody writes under, with what stands below their messages. */
@Entity
@Table(name = "identity")
@IdClass(AccountScoped.Numbered.class)
class StoredIdentity {
    @Id private long accountId;
    @Id private long id;
    private String name = "";
    private String address = "";
    private String replyTo = "";
    private String signatureText = "";
    private String signatureHtml = "";
    private boolean preferred;

    protected StoredIdentity() {}

    long accountId() {
        return accountId;
    }

    long id() {
        return id;
    }

    String name() {
        return name;
    }

    String address() {
        return address;
    }

    String replyTo() {
        return replyTo;
    }

    String signatureText() {
        return signatureText;
    }

    String signatureHtml() {
        return signatureHtml;
    }

    boolean preferred() {
        return preferred;
    }
}
