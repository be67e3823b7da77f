package org.bocau.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.bocau.mailbox.Flags;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.Role;

/** Somebody with mail, as the modules of the webmail see them. */
public final class MailUser {
    private static final Instant MORNING = Instant.parse("2026-11-02T10:00:00Z");

    private final TestServer server;
    private final MailAccount account;

    private MailUser(TestServer server, MailAccount account) {
        this.server = server;
        this.account = account;
    }

    /** A new account of the server's domain. */
    public static MailUser of(TestServer server, String localPart, String name) {
        var account = server.account(localPart);
        return new MailUser(server, new MailAccount(account.id(), account.login(), name));
    }

    public MailAccount account() {
        return account;
    }

    public Folders folders() {
        return server.bean(FolderStore.class).list(account);
    }

    public Folder inbox() {
        return folders().require(Role.INBOX);
    }

    public void deliver(String message) throws IOException {
        server.deliver(account.address(), message);
    }

    /** Arrived in that minute of a morning: messages of one second have no order of their own. */
    public void deliver(String message, int minute) throws IOException {
        var octets = message.getBytes(StandardCharsets.UTF_8);
        var at = MORNING.plusSeconds(60L * minute);
        server.deliver(account.address(), octets, Flags.NONE, at);
    }

    /** A message from Bình with this subject and this text. */
    public void deliver(String subject, String text) throws IOException {
        deliver(
                "From: Binh <binh@example.org>\r\nTo: an@x\r\nSubject: "
                        + subject
                        + "\r\n\r\n"
                        + text);
    }
}
