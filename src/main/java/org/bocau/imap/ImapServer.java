package org.bocau.imap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.util.Locale;
import org.bocau.net.Connection;
import org.bocau.net.Service;
import org.bocau.net.Service.Reach;
import org.bocau.net.Service.Tls;
import org.bocau.net.SessionFailures;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The IMAP services, and what their sessions share. */
@Configuration(proxyBeanMethods = false)
class ImapServer {
    private final ImapProperties properties;
    private final ImapStore store;
    private final ImapAccess access;
    private final SessionFailures failures;
    private final MeterRegistry meters;
    private final Clock clock;

    ImapServer(
            ImapProperties properties,
            ImapStore store,
            ImapAccess access,
            SessionFailures failures,
            MeterRegistry meters,
            Clock clock) {
        this.properties = properties;
        this.store = store;
        this.access = access;
        this.failures = failures;
        this.meters = meters;
        this.clock = clock;
    }

    @Bean
    Service imapService() {
        return service("imap", properties.port(), Tls.STARTTLS, Reach.PUBLIC);
    }

    @Bean
    Service imapsService() {
        return service("imaps", properties.tlsPort(), Tls.IMPLICIT, Reach.PUBLIC);
    }

    /** Where the webmail logs in with its session tokens. */
    @Bean
    Service imapInternalService() {
        return service("imap-internal", 0, Tls.NONE, Reach.INTERNAL);
    }

    private Service service(String name, int port, Tls tls, Reach reach) {
        return new Service(
                name, port, tls, reach, "* BYE [UNAVAILABLE] Try again later", this::session);
    }

    ImapSession session(Connection connection) {
        return new ImapSession(this, connection);
    }

    ImapProperties properties() {
        return properties;
    }

    ImapStore store() {
        return store;
    }

    ImapAccess access() {
        return access;
    }

    SessionFailures failures() {
        return failures;
    }

    MeterRegistry meters() {
        return meters;
    }

    Clock clock() {
        return clock;
    }

    /** {@code bocau.imap.commands}: time by verb and result. */
    Timer timer(@Nullable ImapVerb verb, Completion.Status result) {
        return meters.timer(
                "bocau.imap.commands",
                "verb",
                verb == null ? "unknown" : verb.name().toLowerCase(Locale.ROOT),
                "result",
                result.name().toLowerCase(Locale.ROOT));
    }
}
