package org.bocau.durability;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bocau.testing.ChildServer;
import org.bocau.testing.TestServer;
import org.bocau.testing.Wire;

/** Watches an INBOX over IMAP and is told of what comes, as mail programs are. RFC 2177. */
final class Arrivals implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Wire wire;
    private final String account;

    /**
     * @param account its address, which is its login
     */
    Arrivals(ChildServer server, String account) throws IOException {
        this.wire = Wire.connect(server.port("imap"));
        this.account = account;
        wire.socket().setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        wire.readResponse();
        command("LOGIN " + account + " " + TestServer.PASSWORD);
        command("SELECT INBOX");
    }

    /** The first message that contains this text, there or still to come. */
    String await(String text) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var found = all(text);
            if (!found.isEmpty()) {
                return found.getFirst();
            }
            idle(deadline);
        }
        throw new AssertionError("no mail with \"" + text + "\" came to " + account);
    }

    /** All messages that contain this text and are there now. */
    List<String> all(String text) throws IOException {
        command("NOOP");
        return command("UID FETCH 1:* BODY.PEEK[]").stream()
                .filter(response -> response.startsWith("* ") && response.contains(text))
                .map(Arrivals::literal)
                .toList();
    }

    /** Between its length and the parenthesis that ends the response. */
    private static String literal(String response) {
        return response.substring(response.indexOf("}\r\n") + 3, response.length() - 1);
    }

    /** Returns when the mailbox has grown since the last command, or it is too late. */
    private void idle(long deadline) throws IOException {
        wire.line("x IDLE");
        String response;
        do {
            response = wire.readResponse();
            if (response == null) {
                throw new IOException("closed");
            }
        } while (!response.endsWith(" EXISTS") && System.nanoTime() < deadline);
        wire.line("DONE");
        completion();
    }

    private List<String> command(String text) throws IOException {
        wire.line("x " + text);
        return completion();
    }

    private List<String> completion() throws IOException {
        var responses = new ArrayList<String>();
        while (true) {
            var response = wire.readResponse();
            if (response == null) {
                throw new IOException("closed");
            }
            responses.add(response);
            if (response.startsWith("x ")) {
                if (!response.startsWith("x OK")) {
                    throw new IOException("refused: " + response);
                }
                return responses;
            }
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
