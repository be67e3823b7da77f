package org.bocau.transfer;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A row of mail_import_file. {@link Imports} writes them. */
@Entity
@Table(name = "mail_import_file")
@IdClass(StoredImportFile.Key.class)
class StoredImportFile {
    @Id private long accountId;
    @Id private String importId = "";
    @Id private int n;

    @Column(name = "name")
    private String name = "";

    @Column(name = "kind")
    private String kind = "";

    @Column(name = "octets")
    private long octets;

    /** For Hibernate. */
    protected StoredImportFile() {}

    /** The primary key. */
    record Key(long accountId, String importId, int n) implements Serializable {}
}
