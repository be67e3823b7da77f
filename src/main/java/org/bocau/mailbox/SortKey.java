package org.bocau.mailbox;

/** What SORT goes by. RFC 5256 §3 (sort-key); DISPLAYFROM and DISPLAYTO are RFC 5957 §4. */
public enum SortKey {
    ARRIVAL(SortColumn.Kind.ARRIVAL),
    CC(SortColumn.Kind.CC),
    DATE(SortColumn.Kind.SENT),
    FROM(SortColumn.Kind.FROM),
    SIZE(SortColumn.Kind.SIZE),
    SUBJECT(SortColumn.Kind.SUBJECT),
    TO(SortColumn.Kind.TO),
    DISPLAYFROM(SortColumn.Kind.DISPLAY_FROM),
    DISPLAYTO(SortColumn.Kind.DISPLAY_TO);

    private final SortColumn.Kind column;

    SortKey(SortColumn.Kind column) {
        this.column = column;
    }

    SortColumn.Kind column() {
        return column;
    }
}
