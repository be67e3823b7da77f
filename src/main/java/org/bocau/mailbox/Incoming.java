package org.bocau.mailbox;

import java.time.Instant;
import org.bocau.message.ParsedMessage;
import org.bocau.message.Spool;

/**
 * A message to be stored in one mailbox.
 *
 * @param octets the message, exactly as it will be given back
 * @param parsed what {@link org.bocau.message.MimeParser} read in it
 * @param internalDate INTERNALDATE
 */
public record Incoming(
        MailboxId mailbox, Spool octets, ParsedMessage parsed, Flags flags, Instant internalDate) {}
