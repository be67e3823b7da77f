package org.bocau.imap;

import org.bocau.mailbox.AccessLists;
import org.bocau.mailbox.Bodies;
import org.bocau.mailbox.ChangeFeed;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.Mailboxes;
import org.bocau.mailbox.Metadata;
import org.bocau.mailbox.Namespaces;
import org.bocau.mailbox.Ordering;
import org.bocau.message.Spools;
import org.springframework.stereotype.Component;

/** What the server keeps mail with. */
@Component
record ImapStore(
        Namespaces namespaces,
        AccessLists lists,
        Mailboxes mailboxes,
        MailStore messages,
        Ordering ordering,
        Bodies bodies,
        ChangeFeed feed,
        Metadata metadata,
        Spools spools) {}
