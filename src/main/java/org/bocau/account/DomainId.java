package org.bocau.account;

/** Identifies a domain of ours. */
public record DomainId(long value) {}
