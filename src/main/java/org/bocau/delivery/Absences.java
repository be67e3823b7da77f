package org.bocau.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bocau.account.Account;
import org.bocau.account.AccountId;
import org.bocau.account.Destination;
import org.bocau.account.Directory;
import org.bocau.filter.Action;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderAddress;
import org.bocau.message.HeaderBlock;
import org.bocau.message.MessageComposer;
import org.bocau.message.Spool;
import org.bocau.message.Spools;
import org.bocau.preferences.Identities;
import org.bocau.rules.VacationAnswers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Answers for people who are away. Never a machine, a list or a notice, never for mail that was not
 * addressed to the person, and the same sender once in a while only. RFC 5230 §4, RFC 3834 §2.
 */
@Component
class Absences {
    private static final Logger log = LoggerFactory.getLogger(Absences.class);
    private static final List<String> ADDRESSED =
            List.of("To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc");

    /** Of To, Cc and the others that are looked at. */
    private static final int MOST_ADDRESSED = 100;

    private final VacationAnswers answered;
    private final Identities identities;
    private final Directory directory;
    private final Routing routing;
    private final Spools spools;
    private final DomainKeys keys;
    private final Clock clock;

    Absences(
            VacationAnswers answered,
            Identities identities,
            Directory directory,
            Routing routing,
            Spools spools,
            DomainKeys keys,
            Clock clock) {
        this.answered = answered;
        this.identities = identities;
        this.directory = directory;
        this.routing = routing;
        this.spools = spools;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The answer to this message, if there is to be one; that is noted.
     *
     * @return with a spool that the caller closes
     */
    Optional<Inbound> answer(Plan.Copy copy, Action.Vacation vacation, Inbound message)
            throws IOException {
        var sender = message.reversePath();
        var header = HeaderBlock.parse(copy.parsed().header());
        if (sender == null
                || unanswerable(sender)
                || sender.canonical().equals(copy.account().address().canonical())
                || ListAdmission.automatic(header)
                || header.fields().stream().anyMatch(field -> isLists(field.name()))
                || !addressedTo(copy, vacation, message, header)
                || !answered.claim(copy.account().id(), vacation, sender)) {
            return Optional.empty();
        }
        return Optional.of(compose(copy, vacation, message, sender, header));
    }

    /** RFC 3834 §2: nobody reads what is sent there. */
    private static boolean unanswerable(EmailAddress sender) {
        var name = sender.localPart().toLowerCase(Locale.ROOT);
        return name.equals("mailer-daemon")
                || name.startsWith("owner-")
                || name.endsWith("-request")
                || name.startsWith("noreply")
                || name.startsWith("no-reply");
    }

    private static boolean isLists(String field) {
        return field.toLowerCase(Locale.ROOT).startsWith("list-");
    }

    /**
     * RFC 5230 §4.6: the account's own address, as the envelope has it, those it writes as, and
     * each that leads to it and to nobody else; an address of several is somebody else's to answer.
     */
    private boolean addressedTo(
            Plan.Copy copy, Action.Vacation vacation, Inbound message, HeaderBlock header) {
        var account = copy.account().id();
        var own = new HashSet<EmailAddress>();
        own.add(copy.account().address().canonical());
        vacation.addresses().forEach(one -> own.add(EmailAddress.parse(one.strip()).canonical()));
        for (var recipient : message.recipients()) { // with a detail, or of an other domain's name
            if (recipient.destination() instanceof Destination.Local local
                    && local.account().id().equals(account)) {
                own.add(recipient.address().canonical());
            }
        }
        var addressed =
                ADDRESSED.stream()
                        .flatMap(name -> header.all(name).stream())
                        .flatMap(field -> HeaderAddress.list(field.text()).stream())
                        .flatMap(address -> address.emailAddress().stream())
                        .map(EmailAddress::canonical)
                        .distinct()
                        .limit(MOST_ADDRESSED)
                        .toList();
        if (addressed.stream().anyMatch(own::contains)) {
            return true;
        }
        identities
                .of(account)
                .forEach(one -> own.add(EmailAddress.parse(one.address()).canonical()));
        return addressed.stream()
                .anyMatch(address -> own.contains(address) || leadsOnlyTo(account, address));
    }

    private boolean leadsOnlyTo(AccountId account, EmailAddress address) {
        var ends = routing.resolve(List.of(address));
        return ends.size() == 1
                && ends.iterator().next() instanceof Destination.Local local
                && local.account().id().equals(account);
    }

    private Inbound compose(
            Plan.Copy copy,
            Action.Vacation vacation,
            Inbound message,
            EmailAddress sender,
            HeaderBlock header)
            throws IOException {
        var returnPath = "Return-Path: <>\r\n";
        var octets = spool(returnPath, fields(copy, vacation, sender, header) + content(vacation));
        return new Inbound(
                new Origin.Peer(InetAddress.getLoopbackAddress(), "", message.origin().trace()),
                null,
                List.of(new Recipient(sender, routing.find(sender))),
                octets,
                returnPath.length(),
                sender.internationalized(),
                true);
    }

    /** RFC 5230 §4.4: who writes a part of his own says what it is. */
    private static String content(Action.Vacation vacation) {
        return vacation.mime()
                ? vacation.text()
                : "Content-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Transfer-Encoding: 8bit\r\n\r\n"
                        + vacation.text().replaceAll("\\R", "\r\n").strip()
                        + "\r\n";
    }

    /** RFC 5230 §4.7: the account itself, unless the script names another that it may be. */
    private HeaderAddress author(Account account, Action.Vacation vacation) {
        var wanted = vacation.from();
        if (wanted != null) {
            var address = wanted.emailAddress();
            if (address.isPresent() && directory.maySendAs(account.id(), address.get())) {
                return wanted;
            }
            log.info("{}: does not answer as {}", account.address(), wanted.address());
        }
        var name = account.name().isBlank() ? null : account.name();
        return new HeaderAddress(name, account.address().toString(), null);
    }

    private String fields(
            Plan.Copy copy, Action.Vacation vacation, EmailAddress sender, HeaderBlock header) {
        Account account = copy.account();
        var subject =
                vacation.subject().isBlank()
                        ? "Auto: " + header.value("Subject")
                        : vacation.subject();
        var fields = new StringBuilder();
        fields.append(MessageComposer.field("From", List.of(author(account, vacation))))
                .append(
                        MessageComposer.field(
                                "To", List.of(new HeaderAddress(null, sender.toString(), null))))
                .append(MessageComposer.field("Subject", subject))
                .append("Date: ")
                .append(MessageComposer.date(clock.instant().atOffset(ZoneOffset.UTC)))
                .append("\r\nMessage-ID: ")
                .append(MessageComposer.messageId(account.address().domain()))
                .append("\r\n");
        var answered = copy.parsed().messageId();
        if (answered != null) {
            var references = new ArrayList<>(copy.parsed().references());
            references.add(answered);
            fields.append(MessageComposer.field("In-Reply-To", "<" + answered + ">"))
                    .append(
                            MessageComposer.field(
                                    "References", "<" + String.join("> <", references) + ">"));
        }
        return fields.append("Auto-Submitted: auto-replied (vacation)\r\nMIME-Version: 1.0\r\n")
                .toString();
    }

    private Spool spool(String returnPath, String message) throws IOException {
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        var spool = spools.create();
        try (var out = spool.out()) {
            out.write(returnPath.getBytes(StandardCharsets.UTF_8));
            out.write(keys.signature(octets));
            out.write(octets);
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
        return spool;
    }
}
