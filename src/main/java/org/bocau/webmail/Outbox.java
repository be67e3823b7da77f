package org.bocau.webmail;

import jakarta.mail.Address;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailServer;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.Role;
import org.bocau.message.Spool;
import org.bocau.message.Spools;
import org.eclipse.angus.mail.iap.Literal;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Saves drafts and sends messages. The message is built once into a spool file; SMTP and APPEND
 * both read from there or from the files it is made of, so no message is ever whole in memory.
 */
@Service
class Outbox {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

    private final MailServer server;
    private final MailClient client;
    private final MessageActions actions;
    private final Spools spools;
    private final Clock clock;

    Outbox(
            MailServer server,
            MailClient client,
            MessageActions actions,
            Spools spools,
            Clock clock) {
        this.server = server;
        this.client = client;
        this.actions = actions;
        this.spools = spools;
        this.clock = clock;
    }

    /**
     * Saves a draft in place of the one saved before.
     *
     * @param before UID of that one, or null
     * @return UID of the new one; null when the server does not tell (no UIDPLUS)
     */
    @Nullable Long save(
            Composition composition,
            Folder drafts,
            @Nullable Long before,
            @Nullable DraftSource source) {
        var account = composition.from();
        var message = builder(account).build(composition, clock.instant(), source);
        var flags = new Flags(Flags.Flag.DRAFT);
        flags.add(Flags.Flag.SEEN);
        var uid = append(account, drafts, message, flags);
        if (before != null) discard(account, drafts, before);
        return uid;
    }

    /** Removes a draft that has been sent, replaced or thrown away. */
    void discard(MailAccount account, Folder drafts, long uid) {
        actions.destroy(account, drafts, new long[] {uid});
    }

    /**
     * Sends a message: to all of its recipients or to none.
     *
     * @throws SendRefusedException the server took no recipient or not the message; nothing was
     *     sent
     * @throws MailUnavailableException the server is away
     */
    void send(Composition composition, Folders folders) {
        var account = composition.from();
        var message = builder(account).build(composition, clock.instant(), null);
        submit(account, message, composition.recipients().toArray(Address[]::new));
        var sent = folders.with(Role.SENT);
        if (sent != null) copy(account, sent, message);
    }

    /** The message has been sent: that its copy fails must not make anybody send it again. */
    private void copy(MailAccount account, Folder sent, MimeMessage message) {
        try {
            append(account, sent, message, new Flags(Flags.Flag.SEEN));
        } catch (MailUnavailableException | MailRefusedException failure) {
            log.warn("{}: no copy in Sent: {}", account.address(), failure.getMessage());
        }
    }

    private MessageBuilder builder(MailAccount account) {
        return new MessageBuilder(server.smtp(account));
    }

    private void submit(MailAccount account, MimeMessage message, Address[] recipients) {
        try (var transport = server.smtp(account).getTransport("smtp")) {
            transport.connect();
            transport.sendMessage(message, recipients);
        } catch (SendFailedException refused) {
            throw new SendRefusedException(reasons(refused));
        } catch (MessagingException away) {
            throw new MailUnavailableException("the message could not be submitted", away);
        }
    }

    /** What the server said to each recipient, or to the message. RFC 5321 §4.2 */
    private static List<String> reasons(SendFailedException refused) {
        var reasons = new ArrayList<String>();
        Exception next = refused;
        for (int i = 0; next != null && i < 100; i++) {
            if (next instanceof SMTPAddressFailedException address) {
                reasons.add(address.getAddress() + ": " + reply(address.getMessage()));
            } else if (next instanceof SMTPSendFailedException all && all.getReturnCode() > 0) {
                reasons.add(reply(all.getMessage()));
            }
            next = next instanceof MessagingException chained ? chained.getNextException() : null;
        }
        return reasons;
    }

    /** The text of a reply, without its codes. */
    private static String reply(@Nullable String text) {
        var line = text == null ? "" : text.lines().findFirst().orElse("");
        return Correspondent.shown(
                line.replaceFirst("^[245]\\d\\d[ -]([245]\\.\\d{1,3}\\.\\d{1,3} )?", ""));
    }

    private @Nullable Long append(
            MailAccount account, Folder folder, MimeMessage message, Flags flags) {
        try (var spool = spool(message)) {
            var uid =
                    client.with(
                            account,
                            connection ->
                                    connection.appenduid(
                                            folder.name(),
                                            flags,
                                            Date.from(clock.instant()),
                                            new Octets(spool)));
            return uid == null ? null : uid.uid;
        }
    }

    private Spool spool(MimeMessage message) {
        var spool = spools.create();
        boolean written = false;
        try (var out = spool.out()) {
            message.writeTo(out);
            written = true;
        } catch (IOException | MessagingException failure) {
            throw new IllegalStateException("cannot spool the message", failure);
        } finally {
            if (!written) spool.close();
        }
        return spool;
    }

    /** A spool as the IMAP library sends literals. */
    private record Octets(Spool spool) implements Literal {
        @Override
        public int size() {
            return Math.toIntExact(spool.size());
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            try (InputStream in = spool.open()) {
                in.transferTo(out);
            }
        }
    }
}
