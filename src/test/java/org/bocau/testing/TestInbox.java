package org.bocau.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.bocau.mailbox.Bodies;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.MailboxId;
import org.bocau.mailbox.Mailboxes;
import org.bocau.mailbox.SpecialUse;
import org.bocau.mailbox.StoredMessage;
import org.bocau.mailbox.UidSet;

/** What has arrived in an account's INBOX, read from the store. */
public final class TestInbox {
    private TestInbox() {}

    /** The messages as octets in ISO 8859-1 characters, oldest first. */
    public static List<String> messages(TestServer server, TestAccount account) throws IOException {
        return messages(server, stored(server, account));
    }

    /** The last message, once there is one; waits for half a minute at most. */
    public static String arrival(TestServer server, TestAccount account) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> messages(server, account), all -> !all.isEmpty())
                .getLast();
    }

    /** The same of the mailbox for this use. */
    public static List<String> messages(TestServer server, TestAccount account, SpecialUse use)
            throws IOException {
        var mailbox = server.bean(Mailboxes.class).find(account.id(), use).orElseThrow();
        return messages(server, stored(server, mailbox.id()));
    }

    private static List<String> messages(TestServer server, List<StoredMessage> rows)
            throws IOException {
        var messages = new ArrayList<String>();
        for (var stored : rows) {
            try (var octets = server.bean(Bodies.class).open(stored.body(), 0, stored.size())) {
                messages.add(new String(octets.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return messages;
    }

    /** The messages' rows, oldest first. */
    public static List<StoredMessage> stored(TestServer server, TestAccount account)
            throws IOException {
        var inbox = server.bean(Mailboxes.class).find(account.id(), "INBOX").orElseThrow();
        return stored(server, inbox.id());
    }

    private static List<StoredMessage> stored(TestServer server, MailboxId mailbox)
            throws IOException {
        var stored = new ArrayList<StoredMessage>();
        var all = UidSet.ofRanges(1, (1L << 32) - 1);
        server.bean(MailStore.class).fetch(mailbox, all, Set.of(), stored::add);
        return stored;
    }
}
