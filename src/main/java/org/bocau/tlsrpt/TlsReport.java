package org.bocau.tlsrpt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.bocau.relay.TlsResult;

/**
 * A report on one day and one domain, as RFC 8460 §4.4 writes it.
 *
 * @param submitter the name of this server
 */
record TlsReport(
        String submitter,
        LocalDate day,
        String domain,
        Map<TlsResult.Policy, TlsSummary> policies) {

    /** Unique, and the same however often it is sent. */
    String id() {
        return day + "." + domain + "@" + submitter;
    }

    /** §5.1: submitter, domain, the first and the last second. */
    String fileName() {
        return "%s!%s!%d!%d.json.gz"
                .formatted(submitter, domain, begin().toEpochSecond(), end().toEpochSecond());
    }

    private OffsetDateTime begin() {
        return day.atTime(LocalTime.MIN).atOffset(ZoneOffset.UTC);
    }

    private OffsetDateTime end() {
        return begin().plusDays(1).minusSeconds(1);
    }

    byte[] compressed() {
        var octets = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(octets)) {
            gzip.write(json().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    String json() {
        return """
        {"organization-name":%s,"date-range":{"start-datetime":"%s","end-datetime":"%s"},\
        "contact-info":%s,"report-id":%s,"policies":[%s]}\
        """
                .formatted(
                        quoted(submitter),
                        begin().toInstant(),
                        end().toInstant(),
                        quoted("postmaster@" + submitter),
                        quoted(id()),
                        policies.entrySet().stream()
                                .map(policy -> policy(policy.getKey(), policy.getValue()))
                                .collect(Collectors.joining(",")));
    }

    private static String policy(TlsResult.Policy policy, TlsSummary summary) {
        var text = new StringBuilder("{\"policy\":{\"policy-type\":");
        text.append(quoted(policy.source().word()));
        if (!policy.text().isEmpty()) {
            text.append(",\"policy-string\":").append(list(policy.text()));
        }
        text.append(",\"policy-domain\":").append(quoted(policy.domain()));
        if (!policy.hosts().isEmpty()) {
            text.append(",\"mx-host\":").append(list(policy.hosts()));
        }
        text.append("},\"summary\":{\"total-successful-session-count\":");
        text.append(summary.succeeded()).append(",\"total-failure-session-count\":");
        text.append(summary.failed()).append('}');
        if (!summary.failures().isEmpty()) {
            text.append(",\"failure-details\":[");
            text.append(
                    summary.failures().entrySet().stream()
                            .map(failure -> failure(failure.getKey(), failure.getValue()))
                            .collect(Collectors.joining(",")));
            text.append(']');
        }
        return text.append('}').toString();
    }

    private static String failure(TlsResult.Failure failure, long sessions) {
        var text = new StringBuilder("{\"result-type\":").append(quoted(failure.kind().word()));
        given(text, "sending-mta-ip", failure.from());
        given(text, "receiving-mx-hostname", failure.host());
        given(text, "receiving-ip", failure.address());
        text.append(",\"failed-session-count\":").append(sessions);
        given(text, "failure-reason-code", failure.reason());
        return text.append('}').toString();
    }

    private static void given(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(",\"").append(name).append("\":").append(quoted(value));
        }
    }

    private static String list(List<String> values) {
        return values.stream().map(TlsReport::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    /** RFC 8259 §7. */
    private static String quoted(String value) {
        var text = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
