package org.bocau.mailclient;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.util.StreamProvider;
import java.io.IOException;
import java.util.Properties;
import org.bocau.net.Listeners;
import org.bocau.security.Logins;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.springframework.stereotype.Component;

/**
 * Where the mail server is and how one logs in there: this process's internal listeners, on
 * loopback, by SASL XOAUTH2 with a token that is good for minutes. No password is known here.
 */
@Component
public class MailServer {
    private static final String LOOPBACK = "127.0.0.1";

    static { // else each encoded word of each header looks for a provider in all jars
        System.getProperties()
                .putIfAbsent(StreamProvider.class.getName(), MailStreamProvider.class.getName());
    }

    private final Listeners listeners;
    private final Logins logins;
    private final MailClientProperties limits;
    private final Session session;

    MailServer(Listeners listeners, Logins logins, MailClientProperties limits) {
        this.listeners = listeners;
        this.logins = logins;
        this.limits = limits;
        this.session = session(settings());
    }

    /**
     * A new authenticated connection.
     *
     * @throws MailUnavailableException the server is not there or does not let us in
     */
    public ImapConnection imap(MailAccount account) {
        return imap(account, settings());
    }

    /** The same for IDLE, where silence is no fault. */
    public ImapConnection live(MailAccount account) {
        var settings = settings();
        settings.remove("mail.imap.timeout");
        return imap(account, settings);
    }

    private ImapConnection imap(MailAccount account, Properties settings) {
        // Otherwise one stranger's From of "a b"@example.org fails the FETCH of the whole page.
        settings.setProperty("mail.mime.address.strict", "false");
        try {
            var connection =
                    new ImapConnection(LOOPBACK, listeners.port("imap-internal"), settings);
            try {
                connection.authoauth2(account.address(), logins.token(account.id()));
                connection.capability(); // those after login are what counts, RFC 3501 §6.1.1
                return connection;
            } catch (ProtocolException refused) {
                connection.disconnect();
                throw refused;
            }
        } catch (IOException | ProtocolException | IllegalStateException failure) {
            throw new MailUnavailableException(
                    "no IMAP connection for " + account.address(), failure);
        }
    }

    /**
     * What messages are built with and go by. One for all: making another looks for providers in
     * all jars, which took most of the time of sending. So nothing in it is any account's; who
     * sends is told with the connection and with the message.
     */
    public Session session() {
        return session;
    }

    /**
     * A new authenticated connection for handing messages over. Each message tells its own
     * reverse-path.
     *
     * @throws MessagingException the server is not there or does not let us in
     */
    public SMTPTransport submission(MailAccount account) throws MessagingException {
        var transport = (SMTPTransport) session.getTransport("smtp");
        transport.connect(
                LOOPBACK,
                listeners.port("submission-internal"),
                account.address(),
                logins.token(account.id()));
        return transport;
    }

    private static Session session(Properties settings) {
        settings.setProperty("mail.transport.protocol", "smtp");
        settings.setProperty("mail.smtp.auth", "true");
        settings.setProperty("mail.smtp.auth.mechanisms", "XOAUTH2");
        settings.setProperty("mail.smtp.localhost", "[127.0.0.1]");
        // If it may, the library decodes text attachments and writes them anew in another charset.
        settings.setProperty("mail.smtp.allow8bitmime", "false");
        settings.setProperty("mail.smtp.dsn.ret", "HDRS");
        settings.setProperty("mail.smtp.quitwait", "false"); // the good-bye tells nothing new
        settings.setProperty("mail.mime.allowutf8", "false");
        return Session.getInstance(settings);
    }

    private Properties settings() {
        var settings = new Properties();
        var timeout = Long.toString(limits.commandTimeout().toMillis());
        for (var protocol : new String[] {"imap", "smtp"}) {
            settings.setProperty("mail." + protocol + ".connectiontimeout", "5000");
            settings.setProperty("mail." + protocol + ".timeout", timeout);
        }
        settings.put("mail.smtp.socketFactory", PromptSockets.INSTANCE);
        return settings;
    }
}
