package org.bocau.smtp;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.bocau.account.Directory;
import org.bocau.delivery.Delivery;
import org.bocau.delivery.DomainKeys;
import org.bocau.delivery.Submission;
import org.bocau.mailauth.Verification;
import org.bocau.mailbox.ChangeFeed;
import org.bocau.message.Spools;
import org.bocau.net.Dns;
import org.bocau.net.HostName;
import org.bocau.net.Service;
import org.bocau.net.SessionFailures;
import org.bocau.net.TrustedNetworks;
import org.bocau.security.SaslMechanisms;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The services: one for other servers, three ways in for our users. */
@Configuration(proxyBeanMethods = false)
class SmtpConfiguration {
    private static final String REFUSAL = "421 4.7.0 Too many connections, try again later";

    @Bean
    Vouchers vouchers(
            HostName host,
            VerificationProperties properties,
            DomainKeys keys,
            Dns dns,
            MeterRegistry meters,
            Clock clock) {
        return new Vouchers(
                new Verification(dns, clock, properties.time(), host.value()),
                properties.exemptLoopback(),
                new TrustedNetworks(properties.exemptNetworks()),
                keys,
                new VouchingMeters(meters));
    }

    /** What every session uses, whichever service it belongs to. */
    @Bean
    SmtpServer smtpServer(
            HostName host,
            SmtpProperties properties,
            SubmissionProperties submissions,
            Delivery delivery,
            Submission submission,
            SaslMechanisms mechanisms,
            Directory directory,
            ChangeFeed feed,
            TrustedNetworks trusted,
            Vouchers vouchers,
            Spools spools,
            SessionFailures failures,
            MeterRegistry meters,
            Clock clock) {
        return new SmtpServer(
                host.value(),
                properties.limits(),
                delivery,
                submission,
                mechanisms,
                new Enquiries(directory),
                new Terminals(feed),
                new Strangers(properties.unknownRecipientsPerHour(), trusted, clock),
                new FutureRelease(submissions.holdAtMost(), clock),
                vouchers,
                spools,
                failures,
                new SmtpMeters(meters),
                Tarpit.REAL,
                clock);
    }

    /** RFC 5321: other servers deliver here. */
    @Bean
    Service smtpService(SmtpServer server, SmtpProperties properties) {
        return new Service(
                "smtp",
                properties.port(),
                Service.Tls.STARTTLS,
                Service.Reach.PUBLIC,
                REFUSAL,
                connection -> new SmtpSession(connection, server, SmtpSession.Role.MX));
    }

    /** RFC 6409, with STARTTLS. */
    @Bean
    Service submissionService(SmtpServer server, SubmissionProperties properties) {
        return submission(
                "submission",
                properties.port(),
                Service.Tls.STARTTLS,
                Service.Reach.PUBLIC,
                server.with(properties.limits()));
    }

    /** RFC 8314 §3.3: TLS from the start. */
    @Bean
    Service submissionsService(SmtpServer server, SubmissionProperties properties) {
        return submission(
                "submissions",
                properties.tlsPort(),
                Service.Tls.IMPLICIT,
                Service.Reach.PUBLIC,
                server.with(properties.limits()));
    }

    /** For this process's own web layer, which logs in with a token. */
    @Bean
    Service internalSubmissionService(SmtpServer server, SubmissionProperties properties) {
        return submission(
                "submission-internal",
                0,
                Service.Tls.NONE,
                Service.Reach.INTERNAL,
                server.with(properties.limits()));
    }

    private static Service submission(
            String name, int port, Service.Tls tls, Service.Reach reach, SmtpServer server) {
        return new Service(
                name,
                port,
                tls,
                reach,
                REFUSAL,
                connection -> new SmtpSession(connection, server, SmtpSession.Role.SUBMISSION));
    }
}
