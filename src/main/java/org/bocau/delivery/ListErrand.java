package org.bocau.delivery;

import java.util.List;
import org.bocau.account.Destination;
import org.bocau.account.ListMember;

/** What a message to one of a list's own addresses asks for. {@link ListClerk} reads it. */
sealed interface ListErrand {
    /** People decide: it goes to the owners. */
    record ForOwners() implements ListErrand {}

    /** The member wants no more mail. */
    record Leave(Destination.MailingList list, ListMember member) implements ListErrand {}

    /**
     * Mail to these members came back.
     *
     * @param status RFC 3463, or empty
     */
    record Bounce(Destination.MailingList list, List<ListMember> members, String status)
            implements ListErrand {
        public Bounce {
            members = List.copyOf(members);
        }
    }

    /** Nobody needs to see it. */
    record Nothing(String because) implements ListErrand {}
}
