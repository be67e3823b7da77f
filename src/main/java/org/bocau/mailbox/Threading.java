package org.bocau.mailbox;

/** How THREAD finds what belongs together. RFC 5256 §3. */
public enum Threading {
    /** By base subject only: two levels. */
    ORDEREDSUBJECT,
    /** By Message-ID, References and In-Reply-To, then by base subject. */
    REFERENCES
}
