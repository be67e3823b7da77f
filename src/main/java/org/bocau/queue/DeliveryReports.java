package org.bocau.queue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderBlock;
import org.bocau.message.MessageComposer;
import org.bocau.message.QuotedPrintable;
import org.bocau.message.Spools;
import org.bocau.message.Xtext;
import org.bocau.net.HostName;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Writes reports on the delivery of mail: for people in English and Vietnamese, for programs, and
 * the message itself or its header section. ASCII but for a returned 8-bit message, so that every
 * host takes them. RFC 6522, 3464, 6533; Auto-Submitted is RFC 3834 §5.
 */
@Component
public class DeliveryReports {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.of("vi"));
    private static final int LONGEST_SUBJECT = 200;
    private static final String RETURN_PATH = "Return-Path: <>\r\n";

    private final Spools spools;
    private final String host;
    private final MessageSource texts;
    private final long returned;
    private final Clock clock;

    DeliveryReports(
            Spools spools,
            HostName host,
            MessageSource texts,
            QueueProperties properties,
            Clock clock) {
        this.spools = spools;
        this.host = host.value();
        this.texts = texts;
        this.returned = properties.returned().toBytes();
        this.clock = clock;
    }

    /**
     * Writes a report. Holds no more than the header section of the message in memory.
     *
     * @return to be closed by the caller
     * @throws IOException the message cannot be read
     */
    public Notice compose(DeliveryReport report, DeliveryReport.Original original)
            throws IOException {
        var back = ReturnedMessage.of(report, original, returned);
        var spool = spools.create();
        try (var out = spool.out()) {
            new Writing(report, back, out).write();
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
        return new Notice(
                report.to(), spool, RETURN_PATH.length(), back.eightBit(), report.requireTls());
    }

    /** One report on its way into its spool. */
    private final class Writing {
        private final DeliveryReport report;
        private final ReturnedMessage back;
        private final OutputStream out;
        private final HeaderBlock header;
        private final String boundary = "=_" + UUID.randomUUID(); // never in base64 or in words

        Writing(DeliveryReport report, ReturnedMessage back, OutputStream out) {
            this.report = report;
            this.back = back;
            this.out = out;
            this.header = HeaderBlock.parse(back.header());
        }

        void write() throws IOException {
            fields();
            put("--" + boundary + "\r\n");
            put("Content-Type: text/plain; charset=utf-8\r\n");
            put("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
            out.write(QuotedPrintable.encode(forPeople().getBytes(StandardCharsets.UTF_8)));
            put("\r\n--" + boundary + "\r\nContent-Type: message/delivery-status\r\n\r\n");
            forPrograms();
            put("\r\n--" + boundary + "\r\n");
            back.writeTo(out);
            put("\r\n--" + boundary + "--\r\n");
        }

        private void fields() throws IOException {
            put(RETURN_PATH);
            put("From: Mail Delivery System <MAILER-DAEMON@" + host + ">\r\n");
            put("To: <" + report.to() + ">\r\n");
            put(MessageComposer.field("Subject", subject()));
            put("Date: " + date(clock.instant()) + "\r\n");
            put("Message-ID: " + MessageComposer.messageId(host) + "\r\n");
            var original = header.value("Message-ID").strip();
            if (original.matches("<[!-~]{1,250}>")) {
                put("In-Reply-To: " + original + "\r\nReferences: " + original + "\r\n");
            }
            put("Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n");
            put("Content-Type: multipart/report; report-type=delivery-status;\r\n");
            put("\tboundary=\"" + boundary + "\"\r\n\r\n");
        }

        private String subject() {
            return both("report.subject." + report.action().word(), " / ");
        }

        private String forPeople() {
            var text = new StringBuilder(both("report.intro", "\r\n", host)).append("\r\n\r\n");
            var subject = header.value("Subject").replaceAll("\\p{Cntrl}+", " ").strip();
            if (!subject.isEmpty()) {
                var shown = subject.substring(0, Math.min(LONGEST_SUBJECT, subject.length()));
                text.append(both("report.about", " / ")).append(": ").append(shown);
                text.append("\r\n\r\n");
            }
            for (var action : DeliveryReport.Action.values()) {
                var some = report.recipients().stream().filter(r -> r.action() == action).toList();
                if (!some.isEmpty()) {
                    section(text, action, some);
                }
            }
            return text.toString();
        }

        private void section(
                StringBuilder text,
                DeliveryReport.Action action,
                List<DeliveryReport.Recipient> some) {
            text.append(both("report." + action.word(), "\r\n")).append("\r\n\r\n");
            for (var one : some) {
                text.append("    <").append(one.address()).append(">\r\n");
                var said = one.host().isEmpty() ? one.reply() : one.host() + ": " + one.reply();
                text.append("    ").append(said).append("\r\n\r\n");
            }
            var until = some.getFirst().retryUntil();
            var left = until == null ? "" : date(until);
            text.append(both("report." + action.word() + ".next", "\r\n", left));
            text.append("\r\n\r\n");
        }

        /** RFC 3464 §2.2 and §2.3: fields of the message, then of each recipient. */
        private void forPrograms() throws IOException {
            put("Reporting-MTA: dns; " + host + "\r\n");
            if (report.envid() != null) {
                field("Original-Envelope-Id", Xtext.decode(report.envid()));
            }
            put("Arrival-Date: " + date(report.arrival()) + "\r\n");
            for (var one : report.recipients()) {
                put("\r\n");
                if (one.orcpt() != null) {
                    original(one.orcpt());
                }
                field("Final-Recipient", typed(one.address()));
                put("Action: " + one.action().word() + "\r\nStatus: " + one.status() + "\r\n");
                if (!one.host().isEmpty()) {
                    field("Remote-MTA", "dns; " + one.host());
                    field("Diagnostic-Code", "smtp; " + one.reply());
                }
                put("Last-Attempt-Date: " + date(one.at()) + "\r\n");
                if (one.retryUntil() != null) {
                    put("Will-Retry-Until: " + date(one.retryUntil()) + "\r\n");
                }
            }
        }

        private void original(String orcpt) throws IOException {
            int semicolon = orcpt.indexOf(';');
            var type = orcpt.substring(0, Math.max(0, semicolon));
            var address = orcpt.substring(semicolon + 1);
            // RFC 6533 §3: utf-8-addr-xtext is what belongs into a report of ASCII as it is.
            var decoded = type.equalsIgnoreCase("utf-8") ? address : Xtext.decode(address);
            field("Original-Recipient", type + "; " + decoded);
        }

        /** One line of ASCII, whatever strangers put into it. */
        private void field(String name, String value) throws IOException {
            var ascii = value.replaceAll("[^ -~]", "?").replace("=?", "=");
            put(MessageComposer.field(name, ascii));
        }

        private String both(String key, String between, Object... arguments) {
            return LANGUAGES.stream()
                    .map(language -> texts.getMessage(key, arguments, language))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(between));
        }

        private void put(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8)); // ASCII but for an SMTPUTF8 sender
        }
    }

    private static String date(Instant at) {
        return MessageComposer.date(at.atOffset(ZoneOffset.UTC));
    }

    /** RFC 6533 §3: an address that is not ASCII has a type, and a form, of its own. */
    private static String typed(EmailAddress address) {
        if (!address.internationalized()) {
            return "rfc822; " + address;
        }
        return "utf-8; "
                + address.toString()
                        .codePoints()
                        .mapToObj(DeliveryReports::utf8AddrXtext)
                        .collect(Collectors.joining());
    }

    private static String utf8AddrXtext(int c) {
        boolean plain = c > ' ' && c < 0x7f && c != '+' && c != '=' && c != '\\';
        return plain ? Character.toString(c) : String.format(Locale.ROOT, "\\x{%02X}", c);
    }
}
