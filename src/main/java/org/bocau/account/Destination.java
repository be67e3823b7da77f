package org.bocau.account;

import java.util.List;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;

/** What an address means here. RFC 5321 §3.6, §3.9. */
public sealed interface Destination {
    /** A mailbox of ours; {@code detail} is what stood after the plus sign (RFC 5233), or null. */
    record Local(Account account, @Nullable String detail) implements Destination {}

    /** Stands for other addresses, ours or not; the envelope sender stays (RFC 5321 §3.9.1). */
    record Alias(EmailAddress address, List<EmailAddress> targets) implements Destination {}

    /**
     * A mailing list; the envelope sender becomes the list's own (RFC 5321 §3.9.2). Its members are
     * not held: strangers name it and its offices as often as a message may have recipients.
     */
    record MailingList(
            MailingListId id,
            EmailAddress address,
            String name,
            Posting posting,
            List<EmailAddress> owners)
            implements Destination {}

    /**
     * What belongs to a list and is not for its members.
     *
     * @param detail what stood after the plus sign, or null
     */
    record ListDesk(
            EmailAddress address, MailingList list, ListOffice office, @Nullable String detail)
            implements Destination {}

    /**
     * An envelope sender as {@link SenderRewriting} wrote it: notices about a message that was
     * forwarded come back to it, and nothing else.
     */
    record Rewritten(EmailAddress address, EmailAddress sender) implements Destination {}

    /** The domain is ours and the address is nobody's: {@code 550 5.1.1}. */
    record Unknown(EmailAddress address) implements Destination {}

    /** Exists and takes no mail now: {@code 550 5.2.1}. */
    record Disabled(EmailAddress address) implements Destination {}

    /** The domain is not ours: relaying, for authenticated users only. */
    record Elsewhere(EmailAddress address) implements Destination {}
}
