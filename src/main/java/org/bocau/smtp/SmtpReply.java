package org.bocau.smtp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply: one code, one enhanced status, one or more lines. RFC 5321 §4.2.1, RFC 2034, RFC 3463,
 * RFC 5248.
 *
 * @param status null where RFC 2034 §4 has none: greetings and 3yz
 * @param closes the connection ends after it
 */
record SmtpReply(int code, @Nullable String status, List<String> lines, boolean closes) {
    /** Our store is down; the client keeps the message and tries again. */
    static final SmtpReply TRY_LATER =
            of(451, "4.3.0", "Local error in processing, please try again later");

    /** Our bug: nobody knows where in the stream we are. */
    static final SmtpReply CLOSING = of(421, "4.3.0", "Local error, closing transmission channel");

    SmtpReply {
        lines = List.copyOf(lines);
        if (lines.isEmpty() || lines.stream().anyMatch(SmtpReply::breaksLine)) {
            throw new IllegalArgumentException("a reply line must not break the line: " + lines);
        }
    }

    /** A reply with an enhanced status; 421 closes the connection (RFC 5321 §3.8). */
    static SmtpReply of(int code, String status, String... lines) {
        return new SmtpReply(code, status, List.of(lines), code == 421);
    }

    /** A reply without an enhanced status. */
    static SmtpReply plain(int code, List<String> lines) {
        return new SmtpReply(code, null, lines, false);
    }

    SmtpReply thenClose() {
        return new SmtpReply(code, status, lines, true);
    }

    /** True for 4yz and 5yz. */
    boolean negative() {
        return code >= 400;
    }

    void writeTo(OutputStream out) throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(code).append(i + 1 < lines.size() ? '-' : ' ');
            if (status != null) {
                text.append(status).append(' ');
            }
            text.append(lines.get(i)).append("\r\n");
        }
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean breaksLine(String line) {
        return line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0;
    }

    @Override
    public String toString() {
        return code + (status == null ? " " : " " + status + " ") + lines.getLast();
    }
}
