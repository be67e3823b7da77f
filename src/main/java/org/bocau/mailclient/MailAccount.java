package org.bocau.mailclient;

import org.bocau.account.AccountId;

/**
 * Whose mail it is.
 *
 * @param address the login name, and the address mail is sent from
 * @param name display name, may be empty
 */
public record MailAccount(AccountId id, String address, String name) {}
