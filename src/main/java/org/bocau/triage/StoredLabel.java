package org.bocau.triage;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** A row of label. */
@Entity
@Table(name = "label")
@IdClass(StoredLabel.Key.class)
class StoredLabel {
    /** The primary key. */
    record Key(long accountId, String keyword) implements Serializable {}

    @Id private long accountId;
    @Id private String keyword = "";
    private String name = "";
    private String colour = "";
    private int position;

    /** For Hibernate. */
    protected StoredLabel() {}

    StoredLabel(long accountId, String keyword, int position) {
        this.accountId = accountId;
        this.keyword = keyword;
        this.position = position;
    }

    void show(String name, LabelColour colour) {
        this.name = name;
        this.colour = colour.key();
    }

    void moveTo(int position) {
        this.position = position;
    }

    Label label() {
        return new Label(keyword, name, LabelColour.of(colour));
    }

    String keyword() {
        return keyword;
    }

    int position() {
        return position;
    }
}
