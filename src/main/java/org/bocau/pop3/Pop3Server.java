package org.bocau.pop3;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Semaphore;
import org.bocau.mailbox.Bodies;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.Mailboxes;
import org.bocau.mailbox.MaildropLocks;
import org.bocau.mailbox.Maildrops;
import org.bocau.net.Connection;
import org.bocau.net.HostName;
import org.bocau.net.Service;
import org.bocau.net.Session;
import org.bocau.net.SessionFailures;
import org.bocau.security.Logins;
import org.bocau.security.SaslMechanisms;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two POP3 services, and what their sessions share. */
@Configuration(proxyBeanMethods = false)
class Pop3Server {
    private static final String REFUSAL = "-ERR [SYS/TEMP] too many connections, try again later";

    /** How sessions log in. */
    record Access(Logins logins, SaslMechanisms mechanisms) {}

    /** Where sessions find mail. */
    record Store(
            Mailboxes mailboxes,
            Maildrops maildrops,
            MailStore messages,
            Bodies bodies,
            MaildropLocks locks,
            Semaphore readAhead) {}

    /** All that a session needs and does not own. */
    record Parts(
            Pop3Properties properties,
            HostName host,
            Access access,
            Store store,
            SessionFailures failures,
            Pop3Meters meters) {}

    @Bean
    Parts pop3Parts(
            Pop3Properties properties,
            HostName host,
            Access access,
            Store store,
            SessionFailures failures,
            MeterRegistry meters) {
        return new Parts(properties, host, access, store, failures, new Pop3Meters(meters));
    }

    @Bean
    Access pop3Access(Logins logins, SaslMechanisms mechanisms) {
        return new Access(logins, mechanisms);
    }

    @Bean
    Store pop3Store(
            Mailboxes mailboxes,
            Maildrops maildrops,
            MailStore messages,
            Bodies bodies,
            MaildropLocks locks) {
        var readAhead = new Semaphore(ReadAhead.PLACES);
        return new Store(mailboxes, maildrops, messages, bodies, locks, readAhead);
    }

    @Bean
    Service pop3(Parts parts) {
        return service("pop3", parts.properties().port(), Service.Tls.STARTTLS, parts);
    }

    @Bean
    Service pop3s(Parts parts) {
        return service("pop3s", parts.properties().tlsPort(), Service.Tls.IMPLICIT, parts);
    }

    private static Service service(String name, int port, Service.Tls tls, Parts parts) {
        return new Service(
                name,
                port,
                tls,
                Service.Reach.PUBLIC,
                REFUSAL,
                connection -> session(connection, parts));
    }

    private static Session session(Connection connection, Parts parts) {
        return new Pop3Session(connection, parts);
    }
}
