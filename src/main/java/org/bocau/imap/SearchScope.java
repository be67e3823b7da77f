package org.bocau.imap;

import org.bocau.mailbox.UidSet;

/** What a search key may ask of the mailbox it is about, as the session sees that. */
interface SearchScope {
    /** Messages of a set; numbers of messages that are not there match nothing. */
    UidSet matching(MessageSet messages);

    /** \Recent is this session's view. */
    UidSet recent();
}
