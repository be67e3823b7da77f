package org.bocau.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bocau.account.Account;
import org.bocau.account.Destination;
import org.bocau.account.Directory;
import org.bocau.mailauth.DkimResult;
import org.bocau.mailauth.Verification;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderAddress;
import org.bocau.message.HeaderSection;
import org.bocau.message.HeaderSection.HeaderTooLargeException;
import org.bocau.net.Dns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Whether a letter that an account sends again may go under its author's name. Anybody's may (RFC
 * 5322 §3.6.6), but where our envelope would vouch for the author, because the domain is ours and
 * SPF allows our hosts to send for it, the author's domain must have signed the letter: nobody can
 * make one up. Asks DNS, so never within a transaction.
 */
@Component
class Resending {
    private static final Logger log = LoggerFactory.getLogger(Resending.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_HEADER = 4 << 20; // what SMTP takes, and our trace fields
    private static final int MAX_FIELDS = 10_000;

    private final Directory directory;
    private final DomainKeys keys;
    private final Verification verification;

    Resending(Directory directory, DomainKeys keys, Dns dns, Clock clock) {
        this.directory = directory;
        this.keys = keys;
        this.verification = new Verification(dns, clock, PATIENCE, "");
    }

    /**
     * @param plan where it goes, before anybody's script was asked; it is bound to stay here where
     *     nobody's signature speaks for the author
     * @throws DeliveryRefusal NOT_YOUR_ADDRESS, the account may have written it itself;
     *     AUTHOR_UNCLEAR; SENDER_UNDECIDED, DNS does not tell now
     */
    void require(Plan plan, Inbound message) throws IOException {
        if (!(message.origin() instanceof Origin.User(Account account, String trace))) {
            return;
        }
        var header = header(message); // all of it, as at submission
        if (!Submission.isAgain(header)) {
            return;
        }
        var sender = message.reversePath();
        if (sender == null) { // for notices, whose senders are nobody's to judge
            throw notYours("Mail is sent again under an own address");
        }
        var vouched =
                authors(header).stream()
                        .filter(author -> !directory.maySendAs(account.id(), author))
                        .map(EmailAddress::domain)
                        .filter(domain -> ours(domain) || above(domain, sender.domain()))
                        .distinct()
                        .toList();
        if (!vouched.isEmpty()) {
            requireSigned(vouched, plan, message, header, trace);
        }
    }

    private static HeaderSection header(Inbound message) throws IOException {
        try (var in = message.octets().open(message.localOctets(), message.octets().size())) {
            return HeaderSection.read(in, MAX_HEADER, MAX_FIELDS);
        } catch (HeaderTooLargeException _) {
            throw new DeliveryRefusal(DeliveryRefusal.Reason.MALFORMED, "Header too large");
        }
    }

    /** What cannot be read for certain might be read as one of ours. */
    private static List<EmailAddress> authors(HeaderSection header) {
        var authors = new ArrayList<EmailAddress>();
        for (var name : List.of("From", "Sender")) {
            var fields = header.all(name);
            if (fields.size() > 1) {
                throw unclear();
            }
            for (var field : fields) {
                var addresses = HeaderAddress.list(field.value());
                if (addresses.isEmpty()) {
                    throw unclear();
                }
                addresses.forEach(
                        one -> authors.add(one.emailAddress().orElseThrow(Resending::unclear)));
            }
        }
        return authors;
    }

    private static DeliveryRefusal unclear() {
        return new DeliveryRefusal(
                DeliveryRefusal.Reason.AUTHOR_UNCLEAR, "It is unclear who has written this");
    }

    /** A domain of ours, or below one. */
    private boolean ours(String domain) {
        for (int at = 0; at >= 0; at = next(domain, at)) {
            if (directory.isLocalDomain(domain.substring(at))) {
                return true;
            }
        }
        return false;
    }

    /** Where the next label begins; negative behind the last. */
    private static int next(String domain, int at) {
        int dot = domain.indexOf('.', at);
        return dot < 0 ? -1 : dot + 1;
    }

    /** DMARC takes a domain for the same as those below it (RFC 9989 §4.10.2). */
    private static boolean above(String domain, String other) {
        return other.equals(domain) || other.endsWith("." + domain);
    }

    private void requireSigned(
            List<String> domains, Plan plan, Inbound message, HeaderSection header, String trace)
            throws IOException {
        var octets = message.octets();
        long body = message.localOctets() + header.octets();
        var results = verification.signatures(header, () -> octets.open(body, octets.size()));
        for (var domain : domains) {
            var by = results.stream().filter(one -> related(one.domain(), domain)).toList();
            if (any(by, DkimResult.Result.PASS)) {
                continue;
            }
            if (!keys.signsFor(domain) && staysHere(plan, message)) {
                plan.bind();
                continue;
            }
            log.info("{}: not sent again, {} has not signed it", trace, domain);
            throw any(by, DkimResult.Result.TEMPERROR)
                    ? new DeliveryRefusal(
                            DeliveryRefusal.Reason.SENDER_UNDECIDED,
                            "DNS does not tell now who has written this, try again later")
                    : notYours(
                            "Not signed by its author's domain, so it cannot be sent again under"
                                    + " that name; forward it instead");
        }
    }

    /** What waits is planned when its time has come, and asked about once more then. */
    private static boolean staysHere(Plan plan, Inbound message) {
        if (message.requests().holdUntil() == null) {
            return plan.staysHere();
        }
        return message.recipients().stream()
                .map(Recipient::destination)
                .allMatch(to -> to instanceof Destination.Local || to instanceof Destination.Alias);
    }

    private static boolean any(List<DkimResult> results, DkimResult.Result result) {
        return results.stream().anyMatch(one -> one.result() == result);
    }

    private static boolean related(String signer, String author) {
        return !signer.isEmpty() && (above(signer, author) || above(author, signer));
    }

    private static DeliveryRefusal notYours(String text) {
        return new DeliveryRefusal(DeliveryRefusal.Reason.NOT_YOUR_ADDRESS, text);
    }
}
