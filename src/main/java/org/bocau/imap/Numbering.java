package org.bocau.imap;

/** How a command names messages. RFC 3501 §2.3.1. */
enum Numbering {
    SEQUENCE,
    UID
}
