package org.bocau.account;

import org.bocau.message.EmailAddress;

/**
 * One address on one mailing list.
 *
 * @param number never given to another member of any list
 * @param address ours in canonical form, others as they were written
 */
public record ListMember(MailingListId list, long number, EmailAddress address) {}
