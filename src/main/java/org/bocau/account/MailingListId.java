package org.bocau.account;

/** Identifies a mailing list. */
public record MailingListId(long value) {}
