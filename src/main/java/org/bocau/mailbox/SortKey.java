package org.bocau.mailbox;

import org.jspecify.annotations.Nullable;

/**
 * What SORT goes by. RFC 5256 §3 (sort-key); DISPLAYFROM and DISPLAYTO are RFC 5957 §4; RELEVANCY,
 * the highest score first, is RFC 6203 §6.
 */
public enum SortKey {
    ARRIVAL(null),
    CC(SortColumn.Kind.CC),
    DATE(SortColumn.Kind.SENT),
    FROM(SortColumn.Kind.FROM),
    RELEVANCY(null),
    SIZE(null),
    SUBJECT(SortColumn.Kind.SUBJECT),
    TO(SortColumn.Kind.TO),
    DISPLAYFROM(SortColumn.Kind.DISPLAY_FROM),
    DISPLAYTO(SortColumn.Kind.DISPLAY_TO);

    private final SortColumn.@Nullable Kind column;

    SortKey(SortColumn.@Nullable Kind column) {
        this.column = column;
    }

    /** Null for what {@link Messages} has, or {@link Relevancy}. */
    SortColumn.@Nullable Kind column() {
        return column;
    }
}
