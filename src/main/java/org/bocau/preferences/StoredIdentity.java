package org.bocau.preferences;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A name and address somebody writes under, with what stands below their messages. */
@Entity
@Table(name = "identity")
@IdClass(StoredIdentity.Key.class)
class StoredIdentity {
    @Id private long accountId;
    @Id private long id;
    @Column private String name = "";
    @Column private String address = "";
    @Column private String replyTo = "";
    @Column private String signatureText = "";
    @Column private String signatureHtml = "";
    @Column private boolean preferred;

    protected StoredIdentity() {}

    /** The primary key. */
    record Key(long accountId, long id) implements Serializable {}
}
