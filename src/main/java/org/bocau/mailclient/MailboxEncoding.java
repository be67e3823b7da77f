package org.bocau.mailclient;

import org.eclipse.angus.mail.imap.protocol.BASE64MailboxDecoder;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;

/** Names of mailboxes as old protocols and Maildir write them: modified UTF-7, RFC 3501 §5.1.3. */
public final class MailboxEncoding {
    private MailboxEncoding() {}

    public static String encode(String name) {
        return BASE64MailboxEncoder.encode(name);
    }

    /** What is none comes back as it is, as far as it can be read. */
    public static String decode(String name) {
        return BASE64MailboxDecoder.decode(name);
    }
}
