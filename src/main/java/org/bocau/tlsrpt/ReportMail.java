package org.bocau.tlsrpt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.bocau.delivery.DomainKeys;
import org.bocau.message.EmailAddress;
import org.bocau.message.MessageComposer;
import org.bocau.message.Spool;
import org.bocau.message.Spools;
import org.bocau.net.HostName;
import org.bocau.queue.Outbound;
import org.bocau.queue.OutboundOctets;
import org.bocau.queue.OutboundQueue;
import org.bocau.queue.OutboundRecipient;
import org.springframework.stereotype.Component;

/**
 * Sends reports by mail. RFC 8460 §5.3: signed, or not at all; and with {@code TLS-Required: No},
 * since who must be told that TLS does not work cannot be told over TLS.
 */
@Component
class ReportMail {
    private final Spools spools;
    private final DomainKeys keys;
    private final OutboundQueue queue;
    private final String host;
    private final Clock clock;

    ReportMail(Spools spools, DomainKeys keys, OutboundQueue queue, HostName host, Clock clock) {
        this.spools = spools;
        this.keys = keys;
        this.queue = queue;
        this.host = host.value();
        this.clock = clock;
    }

    /**
     * Queues a report, within the caller's transaction if there is one.
     *
     * @return false when there is no key to sign it with: nothing is queued
     * @throws IOException its spool cannot be written
     */
    boolean queue(TlsReport report, List<EmailAddress> to) throws IOException {
        try (var spool = spools.create()) {
            try (var out = spool.out()) {
                out.write(text(report, to).getBytes(StandardCharsets.US_ASCII));
            }
            byte[] signatures = keys.signature(spool, 0);
            if (signatures.length == 0) {
                return false;
            }
            queue.enqueue(outbound(to, spool, signatures));
            return true;
        }
    }

    /** With the null reverse-path: nothing that comes back would be read. */
    private static Outbound outbound(List<EmailAddress> to, Spool spool, byte[] signatures) {
        return new Outbound(
                null,
                null,
                to.stream().map(OutboundRecipient::of).toList(),
                new OutboundOctets(signatures, spool, 0),
                false,
                false,
                false,
                false,
                true,
                null,
                null,
                null,
                "tls-report");
    }

    private String text(TlsReport report, List<EmailAddress> to) {
        var boundary = "=_" + UUID.randomUUID(); // never in base64 or in words
        var subject =
                "Report Domain: %s Submitter: %s Report-ID: <%s>"
                        .formatted(report.domain(), host, report.id());
        var recipients = String.join(",\r\n\t", to.stream().map(a -> "<" + a + ">").toList());
        var fields =
                "From: TLS reports <postmaster@"
                        + host
                        + ">\r\n"
                        + "To: "
                        + recipients
                        + "\r\n"
                        + MessageComposer.field("Subject", subject)
                        + "Date: "
                        + MessageComposer.date(clock.instant().atOffset(ZoneOffset.UTC))
                        + "\r\nMessage-ID: "
                        + MessageComposer.messageId(host)
                        + "\r\nTLS-Report-Domain: "
                        + report.domain()
                        + "\r\nTLS-Report-Submitter: "
                        + host
                        + "\r\nTLS-Required: No\r\nAuto-Submitted: auto-generated\r\n"
                        + "MIME-Version: 1.0\r\n"
                        + "Content-Type: multipart/report; report-type=\"tlsrpt\";\r\n\tboundary=\""
                        + boundary
                        + "\"\r\n\r\n";
        return fields + body(report, boundary);
    }

    private String body(TlsReport report, String boundary) {
        var encoded = Base64.getMimeEncoder().encodeToString(report.compressed());
        return """
        --%1$s
        Content-Type: text/plain; charset=us-ascii

        How TLS went in the sessions of %2$s with the hosts of
        %3$s on %4$s (UTC). RFC 8460.

        --%1$s
        Content-Type: application/tlsrpt+gzip
        Content-Transfer-Encoding: base64
        Content-Disposition: attachment;
        \tfilename="%5$s"

        """
                        .formatted(boundary, host, report.domain(), report.day(), report.fileName())
                        .replace("\n", "\r\n")
                + encoded
                + "\r\n--"
                + boundary
                + "--\r\n";
    }
}
