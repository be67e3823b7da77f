package org.bocau.security;

import org.bocau.account.AccountId;

/**
 * Sessions of this account have been ended by its owner, not by signing out in them: what they hold
 * open goes too. Published on this node.
 */
public record WebSessionEnded(AccountId account) {}
