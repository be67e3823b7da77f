package org.bocau.smtp;

import java.util.ArrayList;
import java.util.List;
import org.bocau.net.Connection;
import org.bocau.net.Service;

/** What EHLO offers. RFC 5321 §4.1.1.1. */
final class Extensions {
    private Extensions() {}

    /**
     * The lines after the first.
     *
     * @param mechanisms for AUTH; none when there is nothing to log in to, or no more
     */
    static List<String> of(
            Connection connection,
            SmtpServer server,
            SmtpSession.Role role,
            List<String> mechanisms) {
        var lines = new ArrayList<>(List.of("PIPELINING", "8BITMIME", "BINARYMIME", "CHUNKING"));
        lines.add("SIZE " + server.limits().maxMessageOctets());
        lines.addAll(List.of("SMTPUTF8", "ENHANCEDSTATUSCODES", "DSN"));
        lines.add("LIMITS RCPTMAX=" + server.limits().maxRecipients()); // RFC 9422
        if (connection.service().tls() == Service.Tls.STARTTLS && !connection.secure()) {
            lines.add("STARTTLS");
        }
        if (connection.secure()) { // RFC 8689 §4.1
            lines.add("REQUIRETLS");
        }
        if (role == SmtpSession.Role.SUBMISSION && server.futureRelease().offered()) {
            lines.add(server.futureRelease().keyword());
        }
        if (!mechanisms.isEmpty()) {
            lines.add("AUTH " + String.join(" ", mechanisms));
        }
        if (role == SmtpSession.Role.SUBMISSION) { // commands beyond the minimum, RFC 5321 §4.1.1.1
            lines.addAll(List.of("EXPN", "SEND", "SOML", "SAML"));
        }
        lines.add("HELP");
        return lines;
    }
}
