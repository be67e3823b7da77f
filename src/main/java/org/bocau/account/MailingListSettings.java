package org.bocau.account;

import java.util.List;
import org.bocau.message.EmailAddress;

/**
 * What an administrator may change of a mailing list; the address stays.
 *
 * @param name at most 200 characters, may be empty
 * @param posting who may send to it
 * @param owners who gets what its members' systems and people say about it; empty: the postmaster
 */
public record MailingListSettings(
        String name, List<EmailAddress> members, Posting posting, List<EmailAddress> owners) {
    public MailingListSettings {
        members = List.copyOf(members);
        owners = List.copyOf(owners);
    }

    /** A list that everybody may send to and the postmaster looks after. */
    public static MailingListSettings open(String name, List<EmailAddress> members) {
        return new MailingListSettings(name, members, Posting.ANYBODY, List.of());
    }
}
