package org.bocau.transfer;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A row of mail_import_note. {@link Imports} writes them. */
@Entity
@Table(name = "mail_import_note")
@IdClass(StoredImportNote.Key.class)
class StoredImportNote {
    @Id private long accountId;
    @Id private String importId = "";
    @Id private int n;

    @Column(name = "kind")
    private String kind = "";

    @Column(name = "about")
    private String about = "";

    @Column(name = "number")
    private long number;

    /** For Hibernate. */
    protected StoredImportNote() {}

    /** The primary key. */
    record Key(long accountId, String importId, int n) implements Serializable {}
}
