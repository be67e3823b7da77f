package org.bocau.mailbox;

/**
 * What COPY or MOVE did; for COPYUID.
 *
 * @param from UIDs in the source, ascending; those that were gone already are missing
 * @param to UIDs in the target, in the same order
 */
public record Copied(long uidValidity, long[] from, long[] to) {}
