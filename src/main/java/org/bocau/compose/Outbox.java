package org.bocau.compose;

import jakarta.mail.Address;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MailDateFormat;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailServer;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.message.Spool;
import org.bocau.message.Spools;
import org.bocau.reading.DraftSource;
import org.bocau.reading.MessageView;
import org.bocau.webmail.MessageActions;
import org.bocau.webmail.SendRefusedException;
import org.bocau.webmail.SendRefusedException.Reason;
import org.eclipse.angus.mail.iap.Literal;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPMessage;
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
    private static final String HOLDING = "FUTURERELEASE";
    private static final Pattern REPLY =
            Pattern.compile("([245]\\d\\d)[ -](?:([245]\\.\\d{1,3}\\.\\d{1,3}) )?(.*)");

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
        var account = composition.account();
        var message = builder().build(composition, clock.instant(), source);
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
     * When a message goes out.
     *
     * @param at null for at once
     * @param envid by which the queue knows it while it waits
     * @param chosen its sender chose the time; otherwise it only waits for second thoughts
     */
    record Release(@Nullable Instant at, String envid, boolean chosen) {}

    /**
     * What became of a message that was handed over.
     *
     * @param held it waits and can be taken back
     * @param folder where its copy lies
     * @param uid of the copy; 0 when there is none
     */
    record Handed(boolean held, Folder folder, long uid) {}

    /**
     * Hands a message over: for all of its recipients or for none.
     *
     * @param copies the folder for its copy
     * @param taken done beside the filing of the copy, once the server has the message; must not
     *     throw
     * @throws SendRefusedException the server took no recipient or not the message; nothing was
     *     sent
     * @throws MailUnavailableException the server is away
     */
    Handed send(Composition composition, Release release, Folder copies, Runnable taken) {
        var account = composition.account();
        var written = release.at() != null && release.chosen() ? release.at() : clock.instant();
        var message = builder().build(composition, written, null);
        var recipients = composition.recipients().toArray(Address[]::new);
        boolean held = submit(account, message, recipients, release);
        var beside = Thread.startVirtualThread(taken);
        var handed = new Handed(held, copies, copy(account, copies, message));
        await(beside);
        return handed;
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) { // the message is sent and filed: the rest ends by itself
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Hands a stored message over once more, to those it names, with another date.
     *
     * @param octets the message as it lies in a folder
     */
    Handed sendAgain(MailAccount account, Spool octets, MessageView copy, Release release) {
        var written = release.at() == null ? clock.instant() : release.at();
        var date = new MailDateFormat().format(Date.from(written));
        var message =
                new StoredCopy(server.session(), octets, List.of("Date: " + date), Set.of("date"));
        var everybody = Stream.of(copy.to(), copy.cc(), copy.bcc()).flatMap(List::stream);
        boolean held =
                submit(
                        account,
                        message,
                        everybody.map(Outbox::address).toArray(Address[]::new),
                        release);
        return new Handed(held, copy.folder(), copy(account, copy.folder(), message));
    }

    private static Address address(Correspondent person) {
        try {
            return new InternetAddress(person.address(), false);
        } catch (AddressException wrong) { // it was checked before it was stored
            throw new IllegalStateException(wrong);
        }
    }

    /**
     * The message has been handed over: that its copy fails must not make anybody send it again.
     */
    private long copy(MailAccount account, Folder folder, MimeMessage message) {
        try {
            var uid = append(account, folder, message, new Flags(Flags.Flag.SEEN));
            return uid == null ? 0 : uid;
        } catch (MailUnavailableException | MailRefusedException failure) {
            log.warn("{}: no copy in {}: {}", account.address(), folder, failure.getMessage());
            return 0;
        }
    }

    private MessageBuilder builder() {
        return new MessageBuilder(server.session());
    }

    /**
     * How long the server holds a message for its sender; zero when it holds none. RFC 4865 §3
     *
     * @throws MailUnavailableException the server is away
     */
    Duration longestHold(MailAccount account) {
        try (var transport = server.submission(account)) {
            var told = transport.getExtensionParameter(HOLDING);
            var seconds = told == null ? "" : told.strip().split(" ", 2)[0];
            return seconds.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(seconds))
                    : Duration.ZERO;
        } catch (MessagingException away) {
            throw new MailUnavailableException("the submission server does not answer", away);
        }
    }

    /**
     * True when the message waits for its time; a server that cannot wait sends at once.
     *
     * @throws SendRefusedException the server took no recipient or not the message
     * @throws MailUnavailableException the server is away
     */
    boolean submit(
            MailAccount account, SMTPMessage message, Address[] recipients, Release release) {
        message.setEnvelopeFrom(account.address());
        try (var transport = server.submission(account)) {
            boolean holds = release.at() != null && transport.supportsExtension(HOLDING);
            if (release.chosen() && release.at() != null && !holds) {
                throw new SendRefusedException(List.of(new Reason("", 0, "", HOLDING)));
            }
            if (holds) message.setMailExtension(parameters(release));
            transport.sendMessage(message, recipients);
            return holds;
        } catch (SendFailedException refused) {
            throw new SendRefusedException(reasons(refused));
        } catch (MessagingException away) {
            throw new MailUnavailableException("the message could not be submitted", away);
        }
    }

    /** RFC 4865 §4 */
    private static String parameters(Release release) {
        var at = Objects.requireNonNull(release.at()).truncatedTo(ChronoUnit.SECONDS);
        return "HOLDUNTIL=" + at + " ENVID=" + release.envid();
    }

    /** What the server said to each recipient, or to the message. RFC 5321 §4.2 */
    static List<Reason> reasons(SendFailedException refused) {
        var reasons = new ArrayList<Reason>();
        Exception next = refused;
        for (int i = 0; next != null && i < 100; i++) {
            if (next instanceof SMTPAddressFailedException one) {
                reasons.add(reason(one.getAddress().getAddress(), one.getMessage()));
            } else if (next instanceof SMTPSendFailedException all && all.getReturnCode() > 0) {
                reasons.add(reason("", all.getMessage()));
            }
            next = next instanceof MessagingException chained ? chained.getNextException() : null;
        }
        return reasons;
    }

    /** By the first line of a reply. */
    private static Reason reason(String address, @Nullable String reply) {
        var line = reply == null ? "" : reply.lines().findFirst().orElse("");
        var parts = REPLY.matcher(line);
        if (!parts.matches()) return new Reason(address, 0, "", Correspondent.shown(line));
        var status = Objects.requireNonNullElse(parts.group(2), "");
        int code = Integer.parseInt(parts.group(1));
        return new Reason(address, code, status, Correspondent.shown(parts.group(3)));
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
