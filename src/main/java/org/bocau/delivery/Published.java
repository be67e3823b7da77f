package org.bocau.delivery;

/** What DNS says of a record that a domain of ours should have. */
public enum Published {
    YES,
    /** There is something else at its name, or more than it. */
    DIFFERENT,
    NO,
    /** DNS does not answer. */
    UNKNOWN
}
