package org.bocau.mailbox;

/**
 * A mailbox as SELECT sees it.
 *
 * @param mailbox name, UIDVALIDITY, keywords
 * @param messages as new as {@code mailbox} or newer
 * @param recentFrom UIDs from here on are \Recent for this session
 */
public record Snapshot(Mailbox mailbox, Messages messages, long recentFrom) {}
