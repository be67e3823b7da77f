package org.bocau.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.bocau.message.EmailAddress;
import org.bocau.message.MessageComposer;
import org.jspecify.annotations.Nullable;

/** The fields a server puts on top of what it receives. RFC 5321 §4.4. */
final class TraceFields {
    private TraceFields() {}

    /**
     * How a message came.
     *
     * @param helo what the client called itself
     * @param with protocol keyword, {@link #protocol}
     * @param id the session's id for this message; stands in the log too
     * @param tls version and cipher suite as {@link org.bocau.net.Connection#tlsDescription} gives
     *     them, or null
     * @param recipient the only one; null when there are several, who need not know of each other
     * @param at local time: RFC 5321 §4.4 prefers it to UTC
     */
    record Passage(
            String helo,
            InetAddress remote,
            String with,
            String id,
            @Nullable String tls,
            @Nullable EmailAddress recipient,
            OffsetDateTime at) {}

    /** One line, with its end: where the reverse-path is kept at final delivery. */
    static byte[] returnPath(ReversePath from) {
        return ("Return-Path: " + from + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The Received field without its line end, folded. */
    static String received(Passage passage, String host) {
        var field =
                new StringBuilder("Received: from ")
                        .append(passage.helo())
                        .append(" (")
                        .append(literal(passage.remote()))
                        .append(")\r\n\tby ")
                        .append(host)
                        .append(" with ")
                        .append(passage.with())
                        .append(" id ")
                        .append(passage.id());
        if (passage.recipient() != null) {
            field.append("\r\n\tfor <").append(passage.recipient()).append('>');
        }
        if (passage.tls() != null) { // RFC 8314 §4.3: the clause names the suite
            int space = passage.tls().indexOf(' ');
            field.append("\r\n\ttls ")
                    .append(passage.tls().substring(space + 1))
                    .append(" (")
                    .append(passage.tls(), 0, Math.max(space, 0))
                    .append(')');
        }
        return field.append(";\r\n\t").append(MessageComposer.date(passage.at())).toString();
    }

    /** RFC 3848, and RFC 6531 §4.3 for those with UTF8. */
    static String protocol(boolean extended, boolean utf8, boolean secure, boolean authenticated) {
        if (!extended) {
            return "SMTP";
        }
        return (utf8 ? "UTF8SMTP" : "ESMTP") + (secure ? "S" : "") + (authenticated ? "A" : "");
    }

    /** RFC 5321 §4.1.3. */
    private static String literal(InetAddress remote) {
        var address = remote.getHostAddress();
        if (!(remote instanceof Inet6Address)) {
            return "[" + address + "]";
        }
        int scope = address.indexOf('%');
        return "[IPv6:" + (scope < 0 ? address : address.substring(0, scope)) + "]";
    }
}
