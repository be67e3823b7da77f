package org.bocau.account;

import java.util.List;
import org.bocau.message.EmailAddress;

/**
 * A mailing list with everyone on it.
 *
 * @param members in alphabetical order
 * @param owners in the order given
 * @param version goes with the form and comes back with the edit
 */
public record MailingListDetails(
        MailingListId id,
        EmailAddress address,
        String name,
        List<EmailAddress> members,
        Posting posting,
        List<EmailAddress> owners,
        int version) {}
