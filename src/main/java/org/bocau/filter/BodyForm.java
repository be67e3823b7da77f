package org.bocau.filter;

/** What of a body is looked at. RFC 5173 §5. */
enum BodyForm {
    /** As it came, all of it. */
    RAW,
    /** Decoded parts of certain types, with their markup. */
    CONTENT,
    /** The text that people read. */
    TEXT
}
