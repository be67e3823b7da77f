package org.bocau.webmail;

import java.util.List;

/** Finds in a line of a list what was looked for; in page models as {@code highlight}. */
@FunctionalInterface
public interface LineMarks {
    /** A stretch of a line. */
    record Piece(String text, boolean hit) {}

    /** The line in pieces; together they are the line. */
    List<Piece> of(String line);
}
