package org.bocau.mailbox;

/**
 * What went after a mod-sequence. RFC 7162 §3.2.6.
 *
 * @param uids those remembered
 * @param complete false when tombstones of that time were removed already: then everything that a
 *     client knows and that is not here is gone, and {@code uids} is empty
 */
public record Vanished(UidSet uids, boolean complete) {}
