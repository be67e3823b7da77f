package org.bocau.account;

/** Identifies an alias. */
public record AliasId(long value) {}
