package org.bocau.mailbox;

/**
 * One key of SORT.
 *
 * @param reverse descending; ties are not turned (RFC 5256 §3)
 */
public record SortCriterion(SortKey key, boolean reverse) {}
