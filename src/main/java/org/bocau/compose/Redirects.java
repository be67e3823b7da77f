package org.bocau.compose;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.bocau.contacts.Contacts;
import org.bocau.contacts.Recipient;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailServer;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.message.HeaderAddress;
import org.bocau.message.MessageComposer;
import org.bocau.preferences.Identities;
import org.bocau.preferences.Identity;
import org.bocau.reading.MessageView;
import org.bocau.webmail.MessageActions;
import org.bocau.webmail.MessageFlag;
import org.bocau.webmail.SendRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;

/**
 * Passes letters on as they came, octet by octet: who does it, to whom and when stands above the
 * author's fields, and signatures stay good. RFC 5322 §3.6.6.
 */
@Service
class Redirects {
    private static final Logger log = LoggerFactory.getLogger(Redirects.class);

    private final MailServer server;
    private final Originals originals;
    private final Identities identities;
    private final MessageActions actions;
    private final Contacts contacts;
    private final Clock clock;

    Redirects(
            MailServer server,
            Originals originals,
            Identities identities,
            MessageActions actions,
            Contacts contacts,
            Clock clock) {
        this.server = server;
        this.originals = originals;
        this.identities = identities;
        this.actions = actions;
        this.contacts = contacts;
        this.clock = clock;
    }

    /**
     * Hands the letter over once more: for all of them or for none.
     *
     * @throws SendRefusedException the server took no recipient or not the letter
     * @throws MailUnavailableException the server is away
     */
    void redirect(MailAccount account, MessageView message, List<InternetAddress> to) {
        var fields = fields(reader(account, message), to);
        try (var octets = originals.spool(account, message);
                var transport = server.submission(account)) {
            var again = new StoredCopy(server.session(), octets, fields, Set.of("return-path"));
            again.setEnvelopeFrom(account.address());
            transport.sendMessage(again, to.toArray(Address[]::new));
        } catch (SendFailedException refused) {
            throw new SendRefusedException(Outbox.reasons(refused));
        } catch (MessagingException away) {
            throw new MailUnavailableException("the message could not be redirected", away);
        }
        log.info("{}: redirected to {}", account.address(), to.size());
        remember(account, message, to);
    }

    /** Whom of the account's addresses the letter was sent to. */
    private Identity reader(MailAccount account, MessageView message) {
        var recipients = Stream.of(message.to(), message.cc()).flatMap(List::stream);
        return identities.answering(account.id(), recipients.map(Correspondent::address).toList());
    }

    private List<String> fields(Identity from, List<InternetAddress> to) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        var domain = from.address().substring(from.address().lastIndexOf('@') + 1);
        var sender = new HeaderAddress(from.name(), from.address(), null);
        var recipients =
                to.stream()
                        .map(one -> new HeaderAddress(one.getPersonal(), one.getAddress(), null))
                        .toList();
        return List.of(
                MessageComposer.field("Resent-From", List.of(sender)).stripTrailing(),
                MessageComposer.field("Resent-To", recipients).stripTrailing(),
                "Resent-Date: " + MessageComposer.date(now),
                "Resent-Message-ID: " + MessageComposer.messageId(domain));
    }

    /** It has been handed over: what fails from here on must not look as if it had not. */
    private void remember(MailAccount account, MessageView message, List<InternetAddress> to) {
        try {
            var uid = new long[] {message.uid()};
            actions.flag(account, message.folder(), uid, MessageFlag.FORWARDED, true);
            contacts.used(account.id(), to.stream().map(Redirects::recipient).toList());
        } catch (MailRefusedException | MailUnavailableException | DataAccessException failure) {
            log.info("{}: after redirecting: {}", account.address(), failure.getMessage());
        }
    }

    private static Recipient recipient(InternetAddress to) {
        return new Recipient(Objects.requireNonNullElse(to.getPersonal(), ""), to.getAddress());
    }
}
