package org.bocau.pop3;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.bocau.net.Connection;

/** Writes responses, one line or several. RFC 1939 §3. */
final class Replies {
    private final Connection connection;
    private boolean inMultiLine;

    Replies(Connection connection) {
        this.connection = connection;
    }

    void ok(String text) throws IOException {
        line(text.isEmpty() ? "+OK" : "+OK " + text);
    }

    void err(String text) throws IOException {
        line("-ERR " + text);
    }

    /** A SASL challenge. RFC 5034 §4. */
    void challenge(String base64) throws IOException {
        line("+ " + base64);
        connection.flush();
    }

    /** Begins a multi-line response; until {@link #end} nothing but its lines may be sent. */
    void begin(String text) throws IOException {
        ok(text);
        inMultiLine = true;
    }

    /** One line, which does not begin with a dot. */
    void line(String text) throws IOException {
        connection.transcript().server(text);
        connection.out().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    OutputStream body() {
        return connection.out();
    }

    void end() throws IOException {
        inMultiLine = false;
        line(".");
    }

    /** True while an error can no longer be told, only shown by closing the connection. */
    boolean inMultiLine() {
        return inMultiLine;
    }
}
