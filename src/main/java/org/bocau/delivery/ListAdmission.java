package org.bocau.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bocau.account.Destination;
import org.bocau.account.Posting;
import org.bocau.mailauth.DmarcPolicy;
import org.bocau.mailauth.DmarcResult;
import org.bocau.mailauth.SpfResult;
import org.bocau.mailauth.Verdict;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderAddress;
import org.bocau.message.HeaderBlock;
import org.bocau.message.ParsedMessage;
import org.springframework.stereotype.Component;

/** What a mailing list sends on, and from whom. */
@Component
class ListAdmission {
    private static final Set<String> BY_MACHINES = Set.of("bulk", "junk", "list", "auto_reply");

    private final Routing routing;

    ListAdmission(Routing routing) {
        this.routing = routing;
    }

    /**
     * @throws DeliveryRefusal LOOP, the message has been through the list; NOT_TAKEN, a machine
     *     wrote it, or somebody who may not; SENDER_UNDECIDED, it may be somebody who may
     */
    void require(Destination.MailingList list, Inbound message, ParsedMessage parsed) {
        if (hasPassed(list, parsed)) {
            throw new DeliveryRefusal(DeliveryRefusal.Reason.LOOP, "Mailing list loop");
        }
        var header = HeaderBlock.parse(parsed.header());
        if (message.reversePath() == null || automatic(header) || report(parsed)) {
            throw notTaken("The list takes no automatic messages");
        }
        if (list.posting() != Posting.ANYBODY && !mayPost(list, message, header)) {
            throw undecided(message)
                    ? new DeliveryRefusal(
                            DeliveryRefusal.Reason.SENDER_UNDECIDED,
                            "DNS does not tell now who has written this, try again later")
                    : notTaken("You may not send to this list");
        }
    }

    private static boolean undecided(Inbound message) {
        var verdict = message.verdict();
        return verdict != null && verdict.dmarc().result() == DmarcResult.Result.TEMPERROR;
    }

    /** By what {@link ListFields} puts on each copy. */
    static boolean hasPassed(Destination.MailingList list, ParsedMessage parsed) {
        var id = ListFields.id(list);
        return parsed.deliveredTo().contains(list.address().canonical().toString())
                || parsed.listIds().stream()
                        .anyMatch(value -> value.toLowerCase(Locale.ROOT).endsWith(id));
    }

    /** RFC 3834 §5: anything but {@code no}; Precedence is what older programs say instead. */
    static boolean automatic(HeaderBlock header) {
        var submitted = header.value("Auto-Submitted").strip().toLowerCase(Locale.ROOT);
        var precedence = header.value("Precedence").strip().toLowerCase(Locale.ROOT);
        return !(submitted.isEmpty() || submitted.equals("no") || submitted.startsWith("no;"))
                || BY_MACHINES.contains(precedence);
    }

    private static boolean report(ParsedMessage parsed) {
        return parsed.root().multipart() && parsed.root().subtype().equals("report");
    }

    private boolean mayPost(Destination.MailingList list, Inbound message, HeaderBlock header) {
        if (list.posting() == Posting.DOMAIN) {
            return message.origin() instanceof Origin.User user
                    && user.account().address().domain().equals(list.address().domain());
        }
        var posters = posters(message, header);
        boolean loggedIn = message.origin() instanceof Origin.User;
        return among(list.owners(), posters, loggedIn)
                || (list.posting() == Posting.MEMBERS
                        && among(routing.members(list), posters, loggedIn));
    }

    /**
     * Who has written it: the account that is logged in, or the author and the envelope sender. The
     * author of a letter that a user sends again is not who posts it. An address of ours counts
     * only for who has logged in: anybody can write it. One of another system's does not count
     * where that disowns the message.
     */
    private List<EmailAddress> posters(Inbound message, HeaderBlock header) {
        var posters = new ArrayList<EmailAddress>();
        var verdict = message.verdict();
        if (message.reversePath() != null && (verdict == null || !forgedSender(verdict))) {
            posters.add(message.reversePath());
        }
        var from = header.first("From");
        boolean again =
                message.origin() instanceof Origin.User && header.first("Resent-From") != null;
        if (from != null && !again && (verdict == null || !forgedAuthor(verdict))) {
            HeaderAddress.list(from.text())
                    .forEach(author -> author.emailAddress().ifPresent(posters::add));
        }
        if (message.origin() instanceof Origin.User user) {
            posters.add(user.account().address()); // and submission has judged the others
        } else {
            posters.removeIf(address -> routing.isLocal(address.domain()));
        }
        return posters.stream().map(EmailAddress::canonical).toList();
    }

    private static boolean forgedSender(Verdict verdict) {
        return verdict.spf().result() == SpfResult.Result.FAIL;
    }

    /** RFC 9989 §5: what a domain only watches says nothing against the author. */
    private static boolean forgedAuthor(Verdict verdict) {
        var dmarc = verdict.dmarc();
        return dmarc.asked() != DmarcPolicy.NONE || dmarc.result() == DmarcResult.Result.PERMERROR;
    }

    /**
     * @param loggedIn an account may be there through an alias, too
     */
    private boolean among(
            Collection<EmailAddress> people, Collection<EmailAddress> posters, boolean loggedIn) {
        var known = new HashSet<EmailAddress>();
        people.forEach(one -> known.add(one.canonical()));
        if (posters.stream().anyMatch(known::contains)) {
            return true;
        }
        for (var end : loggedIn ? routing.resolve(people) : Set.<Destination>of()) {
            if (end instanceof Destination.Local local
                    && posters.contains(local.account().address())) {
                return true;
            }
        }
        return false;
    }

    private static DeliveryRefusal notTaken(String text) {
        return new DeliveryRefusal(DeliveryRefusal.Reason.NOT_TAKEN, text);
    }
}
