package org.bocau.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bocau.testing.Script.Expect;
import org.bocau.testing.Script.Send;
import org.bocau.testing.Script.Step;
import org.jspecify.annotations.Nullable;

/** One connection of a transcript. How replies hang together is the protocol's matter. */
abstract sealed class Peer implements AutoCloseable permits ImapPeer, LinePeer {
    private static final int REMEMBERED = 60;

    protected final Wire wire;
    protected final Wording wording;
    private final List<String> conversation = new ArrayList<>();
    private boolean loggedIn;

    Peer(Wire wire, Wording wording) {
        this.wire = wire;
        this.wording = wording;
    }

    static Peer of(String protocol, Wire wire, Wording wording) {
        return switch (protocol) {
            case "imap" -> new ImapPeer(wire, wording);
            case "pop3" -> new LinePeer(wire, wording, false);
            default -> new LinePeer(wire, wording, true);
        };
    }

    /** True when this line is the last of what a command is answered. */
    abstract boolean completes(Expect expect);

    /** Says the line. */
    abstract void say(Send send) throws IOException;

    /** Hears what the steps expect, all of one group. */
    abstract void hear(List<Step> group) throws IOException;

    /** Reads the greeting without looking at it. */
    abstract void greeting() throws IOException;

    /** Reads the greeting where it has not been read, and logs in; fails unless it succeeds. */
    final void logIn(String address, String password) throws IOException {
        authenticate(address, password);
        loggedIn = true;
    }

    protected abstract void authenticate(String address, String password) throws IOException;

    /** Runs a command that must succeed. */
    abstract void command(String text) throws IOException;

    boolean loggedIn() {
        return loggedIn;
    }

    void startTls() throws IOException {
        wire.startTls();
        note("-- TLS --");
    }

    /** Both sides compress from here on. RFC 4978. */
    void startDeflate() throws IOException {
        wire.startDeflate();
        note("-- deflate --");
    }

    void stopDeflate() throws IOException {
        wire.stopDeflate();
        note("-- plain --");
    }

    /** Sends octets as they are, without a line end. */
    void octets(String text) throws IOException {
        var octets = wording.toSend(text);
        note("C: " + octets);
        wire.send(octets);
    }

    void expectEnd() throws IOException {
        var line = read();
        if (line != null) {
            throw new AssertionError("expected the end of the connection, got " + line);
        }
    }

    /** The next line or response, or null at the end of the stream. */
    protected @Nullable String read() throws IOException {
        var line = receive();
        note(line == null ? "S: (closed)" : "S: " + line);
        return line;
    }

    protected abstract @Nullable String receive() throws IOException;

    protected final String readOrFail(String expected) throws IOException {
        try {
            var line = read();
            if (line == null) {
                throw new AssertionError("expected " + expected + ", but the server closed");
            }
            return line;
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("expected " + expected + ", but nothing came", e);
        }
    }

    protected final void note(String line) {
        conversation.add(line.length() > 2000 ? line.substring(0, 2000) + "…" : line);
    }

    /** The last lines both ways, for the failure's message. */
    final String conversation() {
        int from = Math.max(0, conversation.size() - REMEMBERED);
        return String.join("\n", conversation.subList(from, conversation.size()));
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
