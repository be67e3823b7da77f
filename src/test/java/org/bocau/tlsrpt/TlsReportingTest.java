package org.bocau.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.bocau.delivery.DomainKeys;
import org.bocau.message.Spools;
import org.bocau.net.HostName;
import org.bocau.queue.OutboundQueue;
import org.bocau.queue.QueueEntry;
import org.bocau.relay.RelayOn;
import org.bocau.relay.TlsResult;
import org.bocau.testing.IntegrationTest;
import org.bocau.testing.ScriptedServer;
import org.bocau.testing.Signatures;
import org.bocau.testing.TestAuthority;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.bocau.testing.Zone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** A day of sessions with another system, and what it is told of them. RFC 8460. */
@IntegrationTest
class TlsReportingTest {
    private static final Instant THEN = Instant.parse("2031-05-06T22:00:00Z");
    private static final Instant MORNING = Instant.parse("2031-05-07T04:00:00Z");
    private static final TlsReportProperties ON =
            new TlsReportProperties(true, Duration.ofHours(4), Duration.ofDays(7));

    private final TestServer server;
    private final JdbcClient jdbc;
    private final Zone zone = new Zone();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestAuthority authority = new TestAuthority();
    private final String there;
    private final String submitter;
    @TempDir Path folder;

    TlsReportingTest(TestServer server) {
        this.server = server;
        this.jdbc = server.bean(JdbcClient.class);
        this.there = "there-" + server.domain();
        this.submitter = "mx." + server.domain();
    }

    @BeforeEach
    void nothingIsLeftOfOthers() {
        jdbc.sql("delete from tls_result").update();
        jdbc.sql("delete from tls_report").update();
    }

    @Test
    void aReportGoesByMail() throws IOException {
        Signatures.by(server, server.domain());
        wants("mailto:tls@" + there);
        count(ON, 3, success());
        count(ON, 2, failure("the host's \"name\""));
        run(MORNING);

        var mail = queued("tls@" + there);
        assertThat(mail.reversePath()).isEmpty();
        var message = octets(mail);
        assertThat(message)
                .startsWith("DKIM-Signature: ")
                .contains("From: TLS reports <postmaster@" + submitter + ">\r\n")
                .contains("\r\nTLS-Report-Domain: " + there + "\r\n")
                .contains("\r\nTLS-Report-Submitter: " + submitter + "\r\n")
                .contains("\r\nTLS-Required: No\r\n")
                .contains("Content-Type: multipart/report; report-type=\"tlsrpt\";\r\n")
                .contains("Content-Type: application/tlsrpt+gzip\r\n")
                .contains(
                        "filename=\"" + submitter + "!" + there + "!1935792000!1935878399.json.gz");
        assertThat(Signatures.of(server, message))
                .isNotEmpty()
                .allMatch(signature -> signature.domain().equals(server.domain()));
        assertThat(json(message)).isEqualTo(expected());
        assertThat(tlsOptional(mail)).isTrue();
        assertThat(state()).isEqualTo("SENT");
    }

    /** However often it runs, and on however many nodes. */
    @Test
    void aReportGoesOnce() throws IOException {
        Signatures.by(server, server.domain());
        wants("mailto:once@" + there);
        count(ON, 1, success());
        run(MORNING);
        run(MORNING.plus(Duration.ofHours(2)));

        assertThat(queuedTo("once@" + there)).hasSize(1);
        assertThat(meters.counter("bocau.tlsrpt.reports", "result", "sent").count()).isOne();
    }

    @Test
    void aDayIsOverBeforeItIsToldOf() throws IOException {
        wants("mailto:early@" + there);
        count(ON, 1, success());
        run(Instant.parse("2031-05-06T23:59:59Z"));

        assertThat(jdbc.sql("select count(*) from tls_report").query(Long.class).single()).isZero();
    }

    @Test
    void whoDoesNotAskIsNotTold() throws IOException {
        count(ON, 1, success());
        run(MORNING);

        assertThat(state()).isEqualTo("UNWANTED");
    }

    /** §5.3: a report that nobody signed could be anybody's. */
    @Test
    void withoutAKeyNothingGoesByMail() throws IOException {
        wants("mailto:unsigned@" + there);
        count(ON, 1, success());
        run(MORNING);

        assertThat(queuedTo("unsigned@" + there)).isEmpty();
        assertThat(state()).isEqualTo("DUE");
    }

    @Test
    void aReportIsPosted() throws IOException {
        var tls = authority.issue("web.example").context();
        zone.address("web.example", "127.0.0.1");
        var script =
                List.of(
                        "* tls",
                        "> POST /tls HTTP/1.1",
                        "< HTTP/1.1 201 Created",
                        "< Content-Length: 0",
                        "< ");
        try (var web = ScriptedServer.start("127.0.0.1", 0, tls, List.of(script))) {
            wants("https://web.example:" + web.port() + "/tls");
            count(ON, 1, success());
            run(MORNING);

            assertThat(web.problems()).isEmpty();
            assertThat(state()).isEqualTo("SENT");
        }
    }

    /** §5.5: for a day; then it is given up. */
    @Test
    void whatNobodyTakesIsTriedAgain() throws IOException {
        zone.address("web.example", "127.0.0.1");
        wants("https://web.example:1/");
        count(ON, 1, success());
        run(MORNING);
        assertThat(state()).isEqualTo("DUE");
        run(MORNING.plus(Duration.ofMinutes(59)));
        assertThat(attempts()).isOne();
        for (int hour = 1; hour <= 24; hour++) {
            run(MORNING.plus(Duration.ofHours(hour)));
        }

        assertThat(state()).isEqualTo("FAILED");
        assertThat(attempts()).isEqualTo(24);
    }

    @Test
    void whenTheDnsIsAwayItWaits() throws IOException {
        zone.fails("_smtp._tls." + there);
        count(ON, 1, success());
        run(MORNING);

        assertThat(state()).isEqualTo("DUE");
    }

    @Test
    void whoSwitchesItOffCountsNothing() {
        count(new TlsReportProperties(false, ON.spread(), ON.kept()), 1, success());

        assertThat(jdbc.sql("select count(*) from tls_result").query(Long.class).single()).isZero();
    }

    @Test
    void theConsoleShowsIt() throws IOException {
        count(ON, 2, success());
        count(ON, 1, failure("x"));
        run(MORNING);

        var boss = server.administrator("boss");
        var row =
                WebVisitor.signedIn(server, boss)
                        .get("/admin/tls")
                        .page()
                        .select("tr:contains(" + there + ")")
                        .text();
        assertThat(row)
                .isEqualTo(there + " 2031-05-06 2 1 certificate-host-mismatch not asked for");
    }

    @Test
    void memoryAndTableAreBounded() {
        var counts = counts(ON, THEN);
        for (int n = 0; n < TlsCounts.MOST + 7; n++) {
            counts.count(failure("reason " + n));
        }
        assertThat(meters.counter("bocau.tlsrpt.dropped").count()).isEqualTo(7);
    }

    @Test
    void whatIsOldIsForgotten() throws IOException {
        count(ON, 1, success());
        run(MORNING);
        run(MORNING.plus(Duration.ofDays(8)));

        assertThat(jdbc.sql("select count(*) from tls_result").query(Long.class).single()).isZero();
        assertThat(jdbc.sql("select count(*) from tls_report").query(Long.class).single()).isZero();
    }

    private void wants(String rua) {
        zone.txt("_smtp._tls." + there, "v=TLSRPTv1; rua=" + rua);
    }

    private TlsResult success() {
        return new TlsResult(there, policy(), null);
    }

    private TlsResult.Policy policy() {
        var text = List.of("version: STSv1", "mode: testing", "mx: *.there.example");
        return new TlsResult.Policy(TlsResult.Source.STS, there, text, List.of("*.there.example"));
    }

    private TlsResult failure(String reason) {
        var kind = TlsResult.Kind.CERTIFICATE_HOST_MISMATCH;
        var failure =
                new TlsResult.Failure(kind, "mx.there.example", "192.0.2.2", "192.0.2.1", reason);
        return new TlsResult(there, policy(), failure);
    }

    private TlsCounts counts(TlsReportProperties properties, Instant now) {
        var table = server.bean(TlsResultTable.class);
        return new TlsCounts(table, properties, meters, Clock.fixed(now, ZoneOffset.UTC));
    }

    /** In two parts, as two nodes or two minutes would. */
    private void count(TlsReportProperties properties, int sessions, TlsResult result) {
        var counts = counts(properties, THEN);
        for (int n = 0; n < sessions; n++) {
            counts.count(result);
            counts.write();
        }
    }

    private void run(Instant now) throws IOException {
        var clock = Clock.fixed(now, ZoneOffset.UTC);
        var host = new HostName(submitter);
        var mail =
                new ReportMail(
                        server.bean(Spools.class),
                        server.bean(DomainKeys.class),
                        server.bean(OutboundQueue.class),
                        host,
                        clock);
        new TlsReporting(
                        server.bean(TlsResultTable.class),
                        ON,
                        mail,
                        RelayOn.https(zone, authority.write(folder.resolve("authority.pem"))),
                        zone,
                        host,
                        server.bean(PlatformTransactionManager.class),
                        meters,
                        clock)
                .run();
    }

    private String expected() {
        var template =
                """
                {"organization-name":"SUBMITTER",\
                "date-range":{"start-datetime":"2031-05-06T00:00:00Z","end-datetime":"2031-05-06T23:59:59Z"},\
                "contact-info":"postmaster@SUBMITTER","report-id":"2031-05-06.THERE@SUBMITTER",\
                "policies":[{"policy":{"policy-type":"sts",\
                "policy-string":["version: STSv1","mode: testing","mx: *.there.example"],\
                "policy-domain":"THERE","mx-host":["*.there.example"]},\
                "summary":{"total-successful-session-count":3,"total-failure-session-count":2},\
                "failure-details":[{"result-type":"certificate-host-mismatch",\
                "sending-mta-ip":"192.0.2.1","receiving-mx-hostname":"mx.there.example",\
                "receiving-ip":"192.0.2.2","failed-session-count":2,\
                "failure-reason-code":"the host's \\"name\\""}]}]}\
                """;
        return template.replace("SUBMITTER", submitter).replace("THERE", there);
    }

    private static String json(String message) throws IOException {
        var encoded = message.substring(message.indexOf("application/tlsrpt+gzip"));
        var base64 = encoded.substring(encoded.indexOf("\r\n\r\n") + 4, encoded.indexOf("\r\n--"));
        var gzip = new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64));
        try (var in = new GZIPInputStream(gzip)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<QueueEntry> queuedTo(String address) {
        return server.bean(OutboundQueue.class).list(null).stream()
                .filter(entry -> entry.firstRecipient().equals(address))
                .toList();
    }

    private QueueEntry queued(String address) {
        var found = queuedTo(address);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private String octets(QueueEntry entry) throws IOException {
        try (var in = server.bean(OutboundQueue.class).open(entry.id()).orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private boolean tlsOptional(QueueEntry entry) {
        return jdbc.sql("select tls_optional from queue_message where id = ?")
                .param(entry.id().value())
                .query(Boolean.class)
                .single();
    }

    private String state() {
        return jdbc.sql("select state from tls_report").query(String.class).single();
    }

    private int attempts() {
        return jdbc.sql("select attempts from tls_report").query(Integer.class).single();
    }
}
