package org.bocau.imap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.bocau.net.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The client's octets from its connection, each piece with the time the session grants it. Owned by
 * the session's thread; during IDLE the reader thread alone uses it.
 */
final class SessionInput implements ImapInput {
    /** A literal must come at least this fast, after a minute of grace. */
    private static final int OCTETS_PER_SECOND = 500;

    private final Connection connection;
    private final ImapWriter out;
    private Duration lineTime;
    private byte @Nullable [] pushedBack;
    private @Nullable IOException failed;

    SessionInput(Connection connection, ImapWriter out, Duration lineTime) {
        this.connection = connection;
        this.out = out;
        this.lineTime = lineTime;
    }

    void lineTime(Duration now) {
        lineTime = now;
    }

    /** The next line will be this one again: it ended an IDLE that it was not meant to end. */
    void pushBack(byte[] line) {
        pushedBack = line;
    }

    /** Reading has failed meanwhile: who reads the next line is told. */
    void pushBack(IOException reason) {
        failed = reason;
    }

    boolean waiting() throws IOException {
        return pushedBack != null || failed != null || connection.inputWaiting();
    }

    @Override
    public byte[] line(int maxOctets) throws IOException {
        if (failed != null) {
            IOException reason = failed;
            failed = null;
            throw reason;
        }
        byte[] again = pushedBack;
        if (again != null) {
            pushedBack = null;
            return again;
        }
        var line = connection.readLine(maxOctets, lineTime);
        if (line == null) {
            throw new EOFException("client left");
        }
        return line.octets();
    }

    @Override
    public InputStream octets(long size) {
        connection.deadline(Duration.ofSeconds(60 + size / OCTETS_PER_SECOND));
        return connection.in();
    }

    @Override
    public void invite() throws IOException {
        out.raw("+ Ready for literal data").crlf();
        connection.flush();
    }
}
