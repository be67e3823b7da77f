package org.bocau.triage;

/**
 * A label as people see it.
 *
 * @param keyword the IMAP keyword that messages have, in lower case
 */
public record Label(String keyword, String name, LabelColour colour) {}
