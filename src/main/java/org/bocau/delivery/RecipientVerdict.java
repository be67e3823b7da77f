package org.bocau.delivery;

/** What a recipient is told at RCPT. RFC 5321 §3.3. */
public sealed interface RecipientVerdict {
    /** {@code 250 2.1.5}. */
    record Accepted(Recipient recipient) implements RecipientVerdict {}

    /** {@code 550 5.1.1}: the domain is ours, the address is nobody's. */
    record NoSuchUser() implements RecipientVerdict {}

    /** {@code 550 5.2.1}: exists and takes no mail now. */
    record Disabled() implements RecipientVerdict {}

    /** {@code 550 5.2.4}: a list without members, or with suspended ones only. */
    record NoMembers() implements RecipientVerdict {}

    /** {@code 452 4.2.2}: a message of the size announced does not fit now. */
    record OverQuota() implements RecipientVerdict {}

    /** {@code 550 5.7.1}: not ours, and the sender is not one of ours. */
    record RelayDenied() implements RecipientVerdict {}
}
