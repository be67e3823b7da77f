package org.bocau.pop3;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.bocau.net.Connection;

/** Writes responses, one line or several. RFC 1939 §3. */
final class Replies {
    private final Connection connection;
    private final Pop3Meters meters;
    private Locale language = Text.ENGLISH;
    private boolean inMultiLine;

    Replies(Connection connection, Pop3Meters meters) {
        this.connection = connection;
        this.meters = meters;
    }

    /** From here on. RFC 6856 §3.2. */
    void speak(Locale chosen) {
        language = chosen;
    }

    void ok() throws IOException {
        line("+OK");
    }

    void ok(Text text) throws IOException {
        ok(text.in(language));
    }

    /** A positive answer that no person reads. */
    void ok(String words) throws IOException {
        line("+OK " + words);
    }

    /** A tag, and then what a person may read. RFC 6856 §3.2. */
    void ok(String word, Text text) throws IOException {
        ok(word + " " + text.in(language));
    }

    /**
     * @param code of RFC 2449 §8 with a space after it, or empty
     */
    void err(String code, Text text) throws IOException {
        meters.refused(connection.service().name(), code);
        line("-ERR " + code + text.in(language));
    }

    /** A message has been sent whole. */
    void retrieved(long octets) {
        meters.retrieved(connection.service().name(), octets);
    }

    /** A SASL challenge. RFC 5034 §4. */
    void challenge(String base64) throws IOException {
        line("+ " + base64);
        connection.flush();
    }

    /** Begins a multi-line response; until {@link #end} nothing but its lines may be sent. */
    void begin(Text text) throws IOException {
        ok(text);
        inMultiLine = true;
    }

    /** One line, which does not begin with a dot. */
    void line(String text) throws IOException {
        connection.transcript().server(text);
        connection.out().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** One line of a listing: there may be a hundred thousand of them. */
    void line(int number, String of) throws IOException {
        if (connection.transcript().on()) {
            connection.transcript().server(number + " " + of);
        }
        var out = connection.out();
        out.number(number);
        out.write(' ');
        out.ascii(of);
        out.ascii("\r\n");
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
