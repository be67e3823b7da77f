package org.bocau.account;

/** Identifies an account; the shard key of every per-account table. */
public record AccountId(long value) {}
