package org.bocau.durability;

import java.io.IOException;
import java.util.function.Consumer;
import org.bocau.testing.ChildServer;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;

/** An account's INBOX over IMAP, read to the last octet. */
final class Inbox implements AutoCloseable {
    private final Wire wire;

    private Inbox(Wire wire) {
        this.wire = wire;
    }

    static Inbox open(ChildServer server, String account) throws IOException {
        return of(server, ChildServer.address(account));
    }

    /** Of the account with this address. */
    static Inbox of(ChildServer server, String address) throws IOException {
        var wire = Wire.connect(server.port("imap"));
        wire.readResponse();
        var inbox = new Inbox(wire);
        inbox.command("LOGIN " + address + " " + TestServer.PASSWORD);
        inbox.command("EXAMINE INBOX");
        return inbox;
    }

    private void command(String text) throws IOException {
        wire.line("x " + text);
        completion(_ -> {});
    }

    /** Gives each message whole. */
    void each(Consumer<String> taker) throws IOException {
        wire.line("x UID FETCH 1:* BODY.PEEK[]");
        completion(response -> {
            int literal = response.indexOf("}\r\n");
            if (literal > 0 && response.contains(" FETCH (")) {
                int brace = response.lastIndexOf('{', literal);
                int size = Integer.parseInt(response.substring(brace + 1, literal));
                taker.accept(response.substring(literal + 3, literal + 3 + size));
            }
        });
    }

    private void completion(Consumer<String> untagged) throws IOException {
        while (true) {
            var response = wire.readResponse();
            if (response == null || response.startsWith("x NO") || response.startsWith("x BAD")) {
                throw new IOException("refused: " + response);
            }
            if (response.startsWith("x OK")) {
                return;
            }
            untagged.accept(response);
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
