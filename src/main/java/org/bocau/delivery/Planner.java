package org.bocau.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bocau.account.AccountId;
import org.bocau.account.Destination;
import org.bocau.account.ListMember;
import org.bocau.message.EmailAddress;
import org.bocau.message.Notify;
import org.bocau.message.ParsedMessage;
import org.bocau.queue.Outbound;
import org.bocau.queue.OutboundOctets;
import org.bocau.queue.OutboundRecipient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Makes the {@link Plan} of a message. Reads the directory; stores nothing. */
@Component
class Planner {
    private static final Logger log = LoggerFactory.getLogger(Planner.class);
    private static final byte[] NO_FIELDS = {};

    private final Routing routing;
    private final ListAdmission admission;
    private final ListMailing mailing;
    private final ListClerk clerk;

    Planner(Routing routing, ListAdmission admission, ListMailing mailing, ListClerk clerk) {
        this.routing = routing;
        this.admission = admission;
        this.mailing = mailing;
        this.clerk = clerk;
    }

    /** The caller closes the plan, after it has been carried out. */
    Plan plan(Inbound message, ParsedMessage parsed) throws IOException {
        var making = new Making(message, parsed, new Plan());
        try {
            making.run();
        } catch (IOException | RuntimeException e) {
            making.plan.close();
            throw e;
        }
        return making.plan;
    }

    /**
     * Adds to a plan that somebody's copy is sent on. RFC 5228 §4.2.
     *
     * @param from whose copy it is
     * @return the accounts here that it leads to, whether they had a copy before or not
     * @throws DeliveryRefusal it reaches nobody there, or has no room
     */
    Set<AccountId> redirect(
            Plan plan, Inbound message, ParsedMessage parsed, EmailAddress from, EmailAddress to)
            throws IOException {
        requireRoom(to, message.octets().size());
        var making = new Making(message, parsed, plan);
        making.redirect(from, to);
        return making.met;
    }

    /** Who sends mail on must not make the sender hear of a full mailbox that is not theirs. */
    private void requireRoom(EmailAddress to, long octets) {
        for (var end : routing.resolve(List.of(to))) {
            if (end instanceof Destination.Local local && !routing.fits(local.account(), octets)) {
                throw new DeliveryRefusal(
                        DeliveryRefusal.Reason.OVER_QUOTA, "No room at <" + to + ">");
            }
        }
    }

    /** What an alias stands for. RFC 3461 §5.2.7.2, §5.2.7.3. */
    private enum Targets {
        ONE_HERE,
        ONE_ELSEWHERE,
        SEVERAL;

        static Targets of(int all, int elsewhere) {
            if (all > 1) {
                return SEVERAL;
            }
            return elsewhere == 1 ? ONE_ELSEWHERE : ONE_HERE;
        }
    }

    /** One message's plan in the making. */
    private final class Making {
        private final Inbound message;
        private final ParsedMessage parsed;
        private final Plan plan;
        private final List<Destination.MailingList> lists = new ArrayList<>();
        private final Set<AccountId> met = new HashSet<>();

        Making(Inbound message, ParsedMessage parsed, Plan plan) {
            this.message = message;
            this.parsed = parsed;
            this.plan = plan;
        }

        void run() throws IOException {
            if (message.requests().holdUntil() != null) {
                hold();
                return;
            }
            var elsewhere = new ArrayList<OutboundRecipient>();
            for (var recipient : message.recipients()) {
                switch (recipient.destination()) {
                    case Destination.Local local -> {
                        file(local);
                        plan.deliver(recipient);
                    }
                    case Destination.Alias alias -> follow(alias.address(), recipient);
                    case Destination.MailingList list -> {
                        lists.add(list);
                        plan.deliver(recipient); // RFC 3461 §5.2.7.1
                    }
                    case Destination.ListDesk desk -> {
                        serve(desk);
                        plan.deliver(recipient);
                    }
                    case Destination.Rewritten rewritten -> giveBack(rewritten);
                    case Destination.Elsewhere to ->
                            elsewhere.add(
                                    new OutboundRecipient(
                                            to.address(), recipient.notices(), recipient.orcpt()));
                    case Destination.Unknown _, Destination.Disabled _ ->
                            throw new IllegalArgumentException("not accepted at RCPT");
                }
            }
            send(elsewhere, submitter(), NO_FIELDS);
            distribute();
        }

        void redirect(EmailAddress from, EmailAddress to) throws IOException {
            var _ = follow(from, List.of(to), Notify.DEFAULT, null);
            distribute();
        }

        private void distribute() throws IOException {
            int addressed = lists.size(); // the others are reached through lists
            for (int i = 0; i < lists.size(); i++) { // grows: a list may be a member of a list
                distribute(lists.get(i), i >= addressed);
            }
        }

        /** RFC 4865: all of it waits in the queue, also what is for people here. */
        private void hold() {
            var recipients =
                    message.recipients().stream()
                            .map(r -> new OutboundRecipient(r.address(), r.notices(), r.orcpt()))
                            .toList();
            send(recipients, submitter(), NO_FIELDS);
        }

        private void file(Destination.Local local) {
            met.add(local.account().id());
            plan.file(
                    new Plan.Copy(
                            local.account(), local.detail(), message.octets(), parsed, false));
        }

        /** What was accepted at RCPT may lead nowhere by now. */
        private void follow(EmailAddress alias, Recipient recipient) throws IOException {
            switch (follow(alias, List.of(alias), recipient.notices(), recipient.orcpt())) {
                case ONE_HERE -> plan.deliver(recipient);
                case SEVERAL -> plan.expand(recipient);
                case ONE_ELSEWHERE -> {} // whoever delivers it tells
            }
        }

        /**
         * RFC 5321 §3.9.1: the envelope sender stays, but for what SPF makes impossible.
         *
         * <p>RFC 3461 §5.2.7: all notices go on with what has one address elsewhere; those of
         * several tell of no success.
         */
        private Targets follow(
                EmailAddress through,
                List<EmailAddress> targets,
                Notify wanted,
                @Nullable String orcpt)
                throws IOException {
            var elsewhere = new ArrayList<EmailAddress>();
            var ends = routing.resolve(targets);
            if (ends.stream().noneMatch(routing::reachesSomebody)) {
                throw new DeliveryRefusal(
                        DeliveryRefusal.Reason.MAILBOX_GONE,
                        "Nobody gets mail to <" + through + "> now");
            }
            for (var end : ends) {
                switch (end) {
                    case Destination.Local local -> file(local);
                    case Destination.MailingList list when routing.reachesSomebody(list) ->
                            lists.add(list);
                    case Destination.ListDesk desk -> serve(desk);
                    case Destination.Elsewhere to -> elsewhere.add(to.address());
                    case Destination.Alias _,
                            Destination.MailingList _,
                            Destination.Rewritten _,
                            Destination.Unknown _,
                            Destination.Disabled _ ->
                            skipped(through, end);
                }
            }
            // Seen again when it comes back, so that two forwarding systems cannot play for ever.
            var mark = "Delivered-To: " + through.canonical() + "\r\n";
            var kind = Targets.of(ends.size(), elsewhere.size());
            var notices = kind == Targets.SEVERAL ? withoutSuccess(wanted) : wanted;
            var recipients =
                    plan.notYetSentTo(
                            elsewhere.stream()
                                    .map(one -> new OutboundRecipient(one, notices, orcpt))
                                    .toList());
            if (!recipients.isEmpty()) {
                var octets =
                        new OutboundOctets(
                                mark.getBytes(StandardCharsets.UTF_8),
                                message.octets(),
                                message.localOctets());
                var sender = routing.forwarding(message.reversePath(), through.domain());
                plan.send(outbound(null, sender, recipients, octets, message.requests()));
            }
            return kind;
        }

        /** A list's own address: an errand, or mail for who looks after the list. */
        private void serve(Destination.ListDesk desk) throws IOException {
            if (!plan.enter(desk.address())) {
                return; // an owner's alias leads here
            }
            switch (clerk.read(desk, message, parsed)) {
                case ListErrand.ForOwners _ -> toOwners(desk);
                case ListErrand.Nothing(var because) ->
                        log.info("{}: dropped: {}", message.origin().trace(), because);
                case ListErrand errand -> plan.run(errand);
            }
        }

        private void toOwners(Destination.ListDesk desk) throws IOException {
            if (parsed.deliveredTo().contains(desk.address().canonical().toString())) {
                throw new DeliveryRefusal(DeliveryRefusal.Reason.LOOP, "Mail forwarding loop");
            }
            var owners = desk.list().owners();
            boolean anybody = routing.resolve(owners).stream().anyMatch(routing::reachesSomebody);
            var postmaster = new EmailAddress("postmaster", desk.address().domain());
            var to = anybody ? owners : List.of(postmaster);
            var _ = follow(desk.address(), to, Notify.DEFAULT, null);
        }

        /** A notice about what was forwarded goes on to who sent that; nothing else does. */
        private void giveBack(Destination.Rewritten rewritten) {
            if (message.reversePath() != null) {
                throw new DeliveryRefusal(
                        DeliveryRefusal.Reason.NOT_TAKEN, "Only notices are sent here");
            }
            send(List.of(OutboundRecipient.of(rewritten.sender())), null, NO_FIELDS);
        }

        /** RFC 3461 §5.2.7.3: an alias of several is told of once, and not by each of them. */
        private static Notify withoutSuccess(Notify wanted) {
            return wanted.given()
                    ? new Notify(true, false, wanted.failure(), wanted.delay())
                    : wanted;
        }

        private void send(
                List<OutboundRecipient> to, @Nullable AccountId submitter, byte[] fields) {
            var recipients = plan.notYetSentTo(to);
            if (!recipients.isEmpty()) {
                var octets = new OutboundOctets(fields, message.octets(), message.localOctets());
                var requests = message.requests();
                plan.send(outbound(submitter, message.reversePath(), recipients, octets, requests));
            }
        }

        private void distribute(Destination.MailingList list, boolean nested) throws IOException {
            if (!plan.enter(list.address()) || (nested && ListAdmission.hasPassed(list, parsed))) {
                return;
            }
            if (!nested) { // the members of a list before were admitted there
                admission.require(list, message, parsed);
            }
            var copies = plan.own(mailing.copies(list, message));
            if (!nested && copies.members().isEmpty()) { // they have left since RCPT
                throw new DeliveryRefusal(
                        DeliveryRefusal.Reason.NO_MEMBERS, "The list has no members");
            }
            var sharing = new ArrayList<EmailAddress>();
            for (var member : copies.members()) {
                var elsewhere = new ArrayList<EmailAddress>();
                for (var end : routing.resolve(List.of(member.address()))) {
                    switch (end) {
                        case Destination.Local local -> file(local, copies, member);
                        case Destination.MailingList inner -> lists.add(inner);
                        case Destination.Elsewhere to -> elsewhere.add(to.address());
                        case Destination.Alias _,
                                Destination.ListDesk _,
                                Destination.Rewritten _,
                                Destination.Unknown _,
                                Destination.Disabled _ ->
                                skipped(list.address(), end);
                    }
                }
                if (copies.own()) {
                    send(copies, member, elsewhere);
                } else {
                    sharing.addAll(elsewhere);
                }
            }
            if (!sharing.isEmpty()) {
                send(copies, copies.members().getFirst(), sharing);
            }
        }

        private void send(ListCopies copies, ListMember member, List<EmailAddress> to)
                throws IOException {
            var recipients = plan.notYetSentTo(to.stream().map(OutboundRecipient::of).toList());
            if (!recipients.isEmpty()) {
                // RFC 3461 §5.2.7.1: notices of a list's members are the list's affair
                var requests =
                        new SenderRequests(null, null, message.requests().requireTls(), null);
                plan.send(
                        outbound(
                                null,
                                copies.reversePath(member),
                                recipients,
                                copies.outbound(member),
                                requests));
            }
        }

        /** A member over quota misses this copy; the list goes on for the others. */
        private void file(Destination.Local local, ListCopies copies, ListMember member)
                throws IOException {
            var account = local.account();
            met.add(account.id());
            if (plan.has(account.id())) {
                return;
            }
            var copy = copies.filed(member);
            if (routing.fits(account, copy.octets().size())) {
                plan.file(
                        new Plan.Copy(account, local.detail(), copy.octets(), copy.parsed(), true));
            } else {
                log.warn(
                        "{}: {} is over quota and misses a list's copy",
                        message.origin().trace(),
                        account.address());
            }
        }

        private Outbound outbound(
                @Nullable AccountId submitter,
                @Nullable EmailAddress reversePath,
                List<OutboundRecipient> recipients,
                OutboundOctets octets,
                SenderRequests requests) {
            return new Outbound(
                    submitter,
                    reversePath,
                    recipients,
                    octets,
                    needsSmtpUtf8(reversePath, recipients),
                    message.eightBit(),
                    message.binary(),
                    requests.requireTls(),
                    !requests.requireTls() && parsed.tlsOptional(),
                    requests.ret(),
                    requests.envid(),
                    requests.holdUntil(),
                    message.origin().trace());
        }

        /**
         * RFC 6531 §3.1: declared, as iOS always does, is not needed; only what is makes a next hop
         * without the extension unfit.
         */
        private boolean needsSmtpUtf8(
                @Nullable EmailAddress reversePath, List<OutboundRecipient> recipients) {
            return (reversePath != null && reversePath.internationalized())
                    || recipients.stream().anyMatch(r -> r.address().internationalized())
                    || (message.smtpUtf8() && hasEightBit(parsed.header()));
        }

        private static boolean hasEightBit(byte[] header) {
            for (byte octet : header) {
                if (octet < 0) {
                    return true;
                }
            }
            return false;
        }

        private @Nullable AccountId submitter() {
            return message.origin() instanceof Origin.User user ? user.account().id() : null;
        }

        private void skipped(EmailAddress through, Destination end) {
            log.warn(
                    "{}: {} leads to {}, which takes no mail",
                    message.origin().trace(),
                    through,
                    end);
        }
    }
}
