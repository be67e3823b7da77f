package org.bocau.delivery;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.bocau.account.Destination;
import org.bocau.account.ListMember;
import org.bocau.account.Subscriptions;
import org.bocau.message.DeliveryStatus;
import org.bocau.message.HeaderBlock;
import org.bocau.message.ParsedMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads what comes to a list's own addresses, counts bounces and lets members leave. What proves
 * itself by a token is done; what people must judge goes to the owners; machines get no answer.
 */
@Component
class ListClerk {
    private static final Logger log = LoggerFactory.getLogger(ListClerk.class);

    private final Subscriptions subscriptions;
    private final ListProperties properties;
    private final Clock clock;

    ListClerk(Subscriptions subscriptions, ListProperties properties, Clock clock) {
        this.subscriptions = subscriptions;
        this.properties = properties;
        this.clock = clock;
    }

    /** Members that get no mail from now on: the owners are told of all of a report at once. */
    record Suspended(Destination.MailingList list, List<ListMember> members) {
        Suspended {
            members = List.copyOf(members);
        }
    }

    /** Changes nothing yet. */
    ListErrand read(Destination.ListDesk desk, Inbound message, ParsedMessage parsed)
            throws IOException {
        return switch (desk.office()) {
            case OWNER -> new ListErrand.ForOwners();
            case REQUEST -> request(desk, message, parsed);
            case BOUNCES -> bounce(desk, message, parsed);
        };
    }

    private ListErrand request(Destination.ListDesk desk, Inbound message, ParsedMessage parsed) {
        if (message.reversePath() == null
                || ListAdmission.automatic(HeaderBlock.parse(parsed.header()))) {
            return new ListErrand.Nothing("a machine's message to " + desk.address());
        }
        var asked = parsed.subject().strip().toLowerCase(Locale.ROOT);
        if (!asked.startsWith("unsubscribe")) {
            return new ListErrand.ForOwners();
        }
        var list = desk.list();
        return subscriptions
                .byToken(list.id(), desk.detail())
                .or(() -> loggedIn(list, message))
                .<ListErrand>map(member -> new ListErrand.Leave(list, member))
                .orElseGet(ListErrand.ForOwners::new); // anybody may write anybody's From
    }

    private Optional<ListMember> loggedIn(Destination.MailingList list, Inbound message) {
        return message.origin() instanceof Origin.User user
                ? subscriptions
                        .find(list.id(), user.account().address())
                        .or(() ->
                                subscriptions.find(
                                        list.id(), Objects.requireNonNull(message.reversePath())))
                : Optional.empty();
    }

    /**
     * Only what carries a token counts: who could suspend members by writing reports would. A
     * report says which recipient failed for good; delays and receipts are nothing to anybody, and
     * a message that a member's system does not want, for its author's DMARC policy for example,
     * says nothing against the member. What is no report, has the null reverse-path and is not an
     * answer of a machine is a bounce of an old kind.
     */
    private ListErrand bounce(Destination.ListDesk desk, Inbound message, ParsedMessage parsed)
            throws IOException {
        var list = desk.list();
        var member = subscriptions.byToken(list.id(), desk.detail());
        var report = DeliveryStatus.read(parsed, message.octets());
        if (report.isPresent()) {
            var failed = report.get().stream().filter(DeliveryStatus.Recipient::failed).toList();
            if (failed.isEmpty()) {
                return new ListErrand.Nothing("a report without failures to " + desk.address());
            }
            return failure(desk, member, failed);
        }
        if (ListAdmission.automatic(HeaderBlock.parse(parsed.header()))) {
            return new ListErrand.Nothing("an automatic answer to " + desk.address());
        }
        return message.reversePath() == null && member.isPresent()
                ? new ListErrand.Bounce(list, List.of(member.get()), "")
                : new ListErrand.ForOwners();
    }

    private ListErrand failure(
            Destination.ListDesk desk,
            Optional<ListMember> member,
            List<DeliveryStatus.Recipient> failed) {
        var gone = failed.stream().filter(one -> !one.aboutTheMessage()).toList();
        var members = member.map(List::of).orElseGet(() -> named(desk, failed));
        if (members.isEmpty()) {
            return new ListErrand.ForOwners();
        }
        if (gone.isEmpty()) {
            return new ListErrand.Nothing("a report about the message to " + desk.address());
        }
        var counted = member.isPresent() ? members : named(desk, gone);
        return new ListErrand.Bounce(desk.list(), counted, gone.getFirst().status());
    }

    /** Of copies that were shared the report itself must tell. */
    private List<ListMember> named(
            Destination.ListDesk desk, List<DeliveryStatus.Recipient> failed) {
        var members = new ArrayList<ListMember>();
        var list = desk.list().id();
        if (subscriptions.isShared(list, desk.detail())) {
            for (var recipient : failed) {
                if (recipient.address() != null) {
                    subscriptions.find(list, recipient.address()).ifPresent(members::add);
                }
            }
        }
        return members.stream() // in one order, so that two reports cannot cross
                .distinct()
                .sorted(Comparator.comparingLong(ListMember::number))
                .toList();
    }

    /**
     * Does it, within the caller's transaction.
     *
     * @return who is suspended by it
     */
    List<Suspended> carryOut(ListErrand errand) {
        return switch (errand) {
            case ListErrand.Leave(var list, var member) -> {
                if (subscriptions.unsubscribe(member)) {
                    log.info("{} has left {} by mail", member.address(), list.address());
                }
                yield List.of();
            }
            case ListErrand.Bounce bounce -> count(bounce);
            case ListErrand.Nothing _, ListErrand.ForOwners _ -> List.of();
        };
    }

    private List<Suspended> count(ListErrand.Bounce bounce) {
        var suspended = new ArrayList<ListMember>();
        for (var member : bounce.members()) {
            log.info(
                    "{}: mail to {} came back: {}",
                    bounce.list().address(),
                    member.address(),
                    bounce.status());
            if (subscriptions.bounced(
                    member, bounce.status(), clock.instant(), properties.suspendAfter())) {
                log.info("{}: {} is suspended", bounce.list().address(), member.address());
                suspended.add(member);
            }
        }
        return suspended.isEmpty() ? List.of() : List.of(new Suspended(bounce.list(), suspended));
    }
}
