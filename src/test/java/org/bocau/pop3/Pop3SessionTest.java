package org.bocau.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.bocau.account.Accounts;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.Mailboxes;
import org.bocau.mailbox.UidSet;
import org.bocau.net.Connection;
import org.bocau.net.Listeners;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.TestInbox;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.junit.jupiter.api.Test;

/** What a conversation alone cannot show: other ways to the same mail, and a client not ours. */
@IntegrationTest
class Pop3SessionTest {

    /** A connection that has logged in. */
    private static final class Peer implements AutoCloseable {
        private final Socket socket;

        Peer(TestServer server, String name) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.port("pop3"));
            socket.setSoTimeout(20_000);
            line();
            ask("USER " + server.account(name).login());
            assertThat(ask("PASS " + TestServer.PASSWORD)).startsWith("+OK");
        }

        String ask(String command) throws IOException {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return line();
        }

        String line() throws IOException {
            var octets = new ByteArrayOutputStream();
            for (int c = socket.getInputStream().read();
                    c >= 0;
                    c = socket.getInputStream().read()) {
                if (c == '\n') {
                    return octets.toString(StandardCharsets.ISO_8859_1).stripTrailing();
                }
                octets.write(c);
            }
            throw new IOException("closed");
        }

        /** A multi-line response's octets, dots unstuffed. */
        byte[] body() throws IOException {
            var text = new StringBuilder();
            for (var line = line(); !line.equals("."); line = line()) {
                text.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
            return text.toString().getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** RFC 1939 §6: whatever a session is doing, it is told, and nothing is deleted. */
    @Test
    void saysGoodByeInEveryStateWhenTheServerStops(TestServer server) throws IOException {
        var an = server.account("an");
        server.deliver(an.login(), "Subject: stays\r\n\r\nx\r\n");
        try (var greeted = greeted(server);
                var named = greeted(server);
                var loggingIn = greeted(server);
                var half = greeted(server);
                var deleting = greeted(server)) {
            assertThat(named.ask("USER " + an.login())).startsWith("+OK");
            assertThat(loggingIn.ask("AUTH PLAIN")).startsWith("+ ");
            half.send("CAP");
            assertThat(deleting.ask("USER " + an.login())).startsWith("+OK");
            assertThat(deleting.ask("PASS " + TestServer.PASSWORD)).startsWith("+OK");
            assertThat(deleting.ask("DELE 1")).startsWith("+OK");
            server.bean(Listeners.class).connections().stream()
                    .filter(connection -> connection.service().name().equals("pop3"))
                    .forEach(Connection::stop);
            for (var wire : List.of(greeted, named, loggingIn, half, deleting)) {
                assertThat(wire.readLine())
                        .isEqualTo("-ERR [SYS/TEMP] the server is shutting down");
                assertThat(wire.readLine()).isNull();
            }
        }
        assertThat(TestInbox.messages(server, an)).hasSize(1);
    }

    private static Wire greeted(TestServer server) throws IOException {
        var wire = Wire.connect(server.port("pop3"));
        assertThat(wire.readLine()).startsWith("+OK");
        return wire;
    }

    /** Some do not wait; what they say is answered in its turn. */
    @Test
    void whoSpeaksBeforeTheGreetingIsHeardAfterIt(TestServer server) throws IOException {
        try (var wire = Wire.connect(server.port("pop3"))) {
            wire.line("QUIT");
            assertThat(wire.readLine()).startsWith("+OK").contains("ready");
            assertThat(wire.readLine()).startsWith("+OK").doesNotContain("ready");
            assertThat(wire.readLine()).isNull();
        }
    }

    /** P06. */
    @Test
    void sizesAreExactWhateverTheLineEndsInTheStore(TestServer server) throws IOException {
        var login = server.account("an").login();
        server.deliver(login, "Subject: bare\n\n.\none\n".getBytes(StandardCharsets.US_ASCII));
        server.deliver(login, "Subject: open\r\n\r\nno end".getBytes(StandardCharsets.US_ASCII));
        try (var peer = new Peer(server, "an")) {
            for (int number = 1; number <= 2; number++) {
                var listed = peer.ask("LIST " + number);
                peer.ask("RETR " + number);
                assertThat(listed).isEqualTo("+OK %d %d", number, peer.body().length);
            }
        }
    }

    /** P09. */
    @Test
    void aMessageThatImapRemovedIsRefusedAndQuitGoesOn(TestServer server) throws IOException {
        var account = server.account("an");
        for (int i = 0; i < 3; i++) {
            server.deliver(account.login(), "Subject: " + i + "\r\n\r\nbody\r\n");
        }
        try (var peer = new Peer(server, "an")) {
            var inbox = server.bean(Mailboxes.class).find(account.id(), "INBOX").orElseThrow();
            var store = server.bean(MailStore.class);
            long first = store.messages(inbox.id()).uids()[0];
            store.remove(inbox.id(), UidSet.of(first));

            assertThat(peer.ask("RETR 1")).isEqualTo("-ERR message 1 has been removed meanwhile");
            assertThat(peer.ask("TOP 1 0")).startsWith("-ERR");
            assertThat(peer.ask("STAT")).startsWith("+OK 3 "); // as it was at login, RFC 1939 §3
            assertThat(peer.ask("DELE 1")).startsWith("+OK");
            assertThat(peer.ask("DELE 2")).startsWith("+OK");
            assertThat(peer.ask("QUIT")).startsWith("+OK");
            assertThat(store.messages(inbox.id()).uids()).hasSize(1);
        }
    }

    @Test
    void nothingIsDeletedByAPasswordOfYesterday(TestServer server) throws IOException {
        var an = server.account("an");
        server.deliver(an.login(), "Subject: kept\r\n\r\nbody\r\n");
        try (var peer = new Peer(server, "an")) {
            assertThat(peer.ask("DELE 1")).startsWith("+OK");
            server.bean(Accounts.class).changePassword(an.id(), "{argon2}another");
            assertThat(peer.ask("QUIT"))
                    .isEqualTo("-ERR [AUTH] the password has changed, nothing was deleted");
        }
        assertThat(TestInbox.messages(server, an)).hasSize(1);
    }

    /** As after a database that was away for longer than a lock lives. */
    @Test
    void nothingIsDeletedWithoutTheLock(TestServer server) throws IOException {
        var account = server.account("an");
        server.deliver(account.login(), "Subject: kept\r\n\r\nbody\r\n");
        try (var peer = new Peer(server, "an")) {
            peer.ask("DELE 1");
            server.jdbc()
                    .sql(
                            "update maildrop_lock set expires_at = now() - interval '1 s' where account_id = ?")
                    .param(account.id().value())
                    .update();
            try (var other = new Peer(server, "an")) {
                assertThat(peer.ask("QUIT"))
                        .isEqualTo(
                                "-ERR [SYS/TEMP] the maildrop lock was lost, nothing was deleted");
                assertThat(other.ask("STAT")).startsWith("+OK 1 ");
            }
        }
    }

    @Test
    void angusMailReadsAndDeletes(TestServer server) throws Exception {
        var account = server.account("an");
        server.deliver(account.login(), "Subject: =?utf-8?q?th=C6=B0?=\r\n\r\n.one\r\n");
        server.deliver(account.login(), "Subject: two\r\n\r\nbody\r\n");
        try (Store store = connect(server, "an")) {
            var inbox = (POP3Folder) store.getFolder("INBOX");
            inbox.open(Folder.READ_WRITE);
            Message[] messages = inbox.getMessages();
            assertThat(messages).hasSize(2);
            assertThat(messages[0].getSubject()).isEqualTo("thư");
            assertThat(messages[0].getContent()).isEqualTo(".one\r\n");
            assertThat(inbox.getUID(messages[0])).matches("[!-~]{1,70}");
            messages[0].setFlag(Flags.Flag.DELETED, true);
            inbox.close(true);
        }
        try (Store store = connect(server, "an")) {
            var inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            assertThat(inbox.getMessageCount()).isEqualTo(1);
            assertThat(inbox.getMessage(1).getSubject()).isEqualTo("two");
        }
    }

    private static Store connect(TestServer server, String name) throws Exception {
        var store = Session.getInstance(new Properties()).getStore("pop3");
        var account = server.account(name);
        store.connect("127.0.0.1", server.port("pop3"), account.login(), account.password());
        return store;
    }
}
