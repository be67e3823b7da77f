package org.bocau.mailbox;

import org.bocau.account.AccountId;

/**
 * Identifies a mailbox together with its owner: no query can reach another account's by a number
 * alone.
 */
public record MailboxId(AccountId account, long number) {}
