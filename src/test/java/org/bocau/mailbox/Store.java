package org.bocau.mailbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.message.MimeParser;
import org.bocau.message.Spool;
import org.bocau.message.Spools;
import org.bocau.testing.TestServer;

/** The store as its tests use it: messages go in as text. */
final class Store {
    static final Instant RECEIVED = Instant.parse("2026-03-04T05:06:07Z");

    final TestServer server;
    final MailStore mail;
    final Mailboxes mailboxes;
    final Bodies bodies;

    Store(TestServer server) {
        this.server = server;
        this.mail = server.bean(MailStore.class);
        this.mailboxes = server.bean(Mailboxes.class);
        this.bodies = server.bean(Bodies.class);
    }

    AccountId account(String name) {
        return server.account(name).id();
    }

    MailboxId inbox(String name) {
        return mailboxes.find(account(name), "INBOX").orElseThrow().id();
    }

    MailboxId create(String name, String mailbox) {
        return mailboxes.create(account(name), mailbox, null).id();
    }

    Appended append(MailboxId mailbox, String message, Flag... flags) throws IOException {
        return append(mailbox, message, Flags.of(flags));
    }

    Appended append(MailboxId mailbox, String message, Flags flags) throws IOException {
        try (var spool = spool(message.getBytes(StandardCharsets.UTF_8))) {
            var incoming = new Incoming(mailbox, spool, MimeParser.parse(spool), flags, RECEIVED);
            return mail.append(List.of(incoming), 0).getFirst();
        }
    }

    /** As their owner, without a quota. */
    Copied copy(MailboxId from, UidSet uids, MailboxId to) {
        return mail.copy(from, uids, Access.owner(mailboxes.status(to)), 0);
    }

    Copied move(MailboxId from, UidSet uids, MailboxId to) {
        return mail.move(from, uids, Access.owner(mailboxes.status(to)), 0);
    }

    Spool spool(byte[] octets) throws IOException {
        var spool = server.bean(Spools.class).create();
        try (var out = spool.out()) {
            out.write(octets);
        }
        return spool;
    }

    /** A message whose subject and text are these. */
    static String message(String subject, String text) {
        return "From: An <an@example.org>\r\nTo: binh@example.org\r\nSubject: "
                + subject
                + "\r\nDate: Tue, 3 Mar 2026 23:30:00 -0500\r\n\r\n"
                + text
                + "\r\n";
    }

    /** Puts {@code n} messages with the UIDs 1 to n there. */
    void fill(MailboxId mailbox, int n) throws IOException {
        for (int i = 1; i <= n; i++) {
            append(mailbox, message("number " + i, "text " + i));
        }
    }

    long count(String sql, Object... parameters) {
        return server.jdbc().sql(sql).params(parameters).query((row, _) -> row.getLong(1)).single();
    }
}
