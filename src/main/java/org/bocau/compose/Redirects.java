package org.bocau.compose;

import jakarta.mail.Address;
import jakarta.mail.internet.InternetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
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
import org.jspecify.annotations.Nullable;
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

    /** Of what was typed so much is kept, to be typed on. */
    private static final int MOST_TYPED = 10_000;

    private final MailServer server;
    private final Outbox outbox;
    private final HeldSends held;
    private final Originals originals;
    private final Identities identities;
    private final MessageActions actions;
    private final Contacts contacts;
    private final Clock clock;

    Redirects(
            MailServer server,
            Outbox outbox,
            HeldSends held,
            Originals originals,
            Identities identities,
            MessageActions actions,
            Contacts contacts,
            Clock clock) {
        this.server = server;
        this.outbox = outbox;
        this.held = held;
        this.originals = originals;
        this.identities = identities;
        this.actions = actions;
        this.contacts = contacts;
        this.clock = clock;
    }

    /**
     * Hands the letter over once more: for all of them or for none.
     *
     * @param typed the same as it was typed
     * @param window the time for second thoughts
     * @return its number while it can be taken back; null when it has gone
     * @throws SendRefusedException the server took no recipient or not the letter
     * @throws MailUnavailableException the server is away
     */
    @Nullable Long redirect(
            MailAccount account,
            MessageView message,
            List<InternetAddress> to,
            String typed,
            Duration window) {
        var fields = fields(reader(account, message), to);
        var until = Compositions.secondThoughts(clock.instant(), window);
        var release = new Outbox.Release(until, UUID.randomUUID().toString(), false);
        boolean waits;
        try (var octets = originals.spool(account, message)) {
            var again = new StoredCopy(server.session(), octets, fields, Set.of("return-path"));
            waits = outbox.submit(account, again, to.toArray(Address[]::new), release);
        }
        log.info("{}: redirected to {}", account.address(), to.size());
        remember(account, message, to);
        return waits && until != null
                ? hold(account, message, typed, release.envid(), until)
                : null;
    }

    private long hold(
            MailAccount account, MessageView message, String typed, String envid, Instant until) {
        var path = message.folder().path();
        var letter = new PassedOn(!message.forwarded(), path, message.uid());
        var to = typed.length() > MOST_TYPED ? "" : typed;
        var name = message.folder().name();
        return held.add(
                new HeldSend(account.id(), 0, envid, false, name, 0, until, letter.toString(), to));
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
