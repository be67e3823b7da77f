package org.bocau.preferences;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A reply somebody keeps ready. */
@Entity
@Table(name = "reply_template")
@IdClass(StoredTemplate.Key.class)
class StoredTemplate {
    @Id private long accountId;
    @Id private long id;
    @Column private String name = "";
    @Column private String body = "";

    protected StoredTemplate() {}

    /** The primary key. */
    record Key(long accountId, long id) implements Serializable {}
}
