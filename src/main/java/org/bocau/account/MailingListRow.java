package org.bocau.account;

import org.bocau.message.EmailAddress;

/** One line of the console's list of mailing lists. */
public record MailingListRow(MailingListId id, EmailAddress address, String name, int members) {
    /** As the query finds it. */
    public MailingListRow(long id, String address, String name, int members) {
        this(new MailingListId(id), EmailAddress.parse(address), name, members);
    }
}
