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
        var making = new Making(message, parsed, new Plan(), null);
        try {
            making.run();
        } catch (IOException | RuntimeException e) {
            making.plan.close();
            throw e;
        }
        return making.plan;
    }

    /**
     * Adds to a plan that somebody's copy is sent on, as that account got it: a list's copy leaves
     * with the list's fields and envelope sender (decision 0099). RFC 5228 §4.2.
     *
     * @param copy that is sent on
     * @return the accounts here that it leads to, whether they had a copy before or not
     * @throws DeliveryRefusal it reaches nobody there, or has no room
     */
    Set<AccountId> redirect(Plan plan, Inbound message, Plan.Copy copy, EmailAddress to)
            throws IOException {
        requireRoom(to, copy.octets().size());
        var making = new Making(copy.received(message), copy.parsed(), plan, copy);
        making.redirect(copy, to);
        return making.met;
    }

    /**
     * Who sends mail on must not make the sender hear of a full mailbox that is not theirs. As of
     * now; what fills up until the commit is taken back by {@link Plan#takeBack}.
     */
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
        private final Plan.@Nullable Copy sentOn; // by a script; null: it has just come
        private final List<Destination.MailingList> lists = new ArrayList<>();
        private final Set<AccountId> met = new HashSet<>();

        Making(Inbound message, ParsedMessage parsed, Plan plan, Plan.@Nullable Copy sentOn) {
            this.message = message;
            this.parsed = parsed;
            this.plan = plan;
            this.sentOn = sentOn;
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
                        file(local, List.of(recipient));
                        plan.deliver(recipient);
                    }
                    case Destination.Alias alias -> follow(alias.address(), recipient);
                    case Destination.MailingList list -> {
                        lists.add(list);
                        plan.deliver(recipient); // RFC 3461 §5.2.7.1
                    }
                    case Destination.ListDesk desk -> {
                        serve(desk, List.of(recipient));
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

        void redirect(Plan.Copy copy, EmailAddress to) throws IOException {
            var from = copy.account().address().canonical();
            var wanted = Wanted.of(copy.leads()).withoutSuccess(); // it has been delivered here
            var _ = follow(from, List.of(to), copy.leads(), wanted);
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

        private void file(Destination.Local local, List<Recipient> leads) {
            met.add(local.account().id());
            var copy =
                    new Plan.Copy(
                            local.account(),
                            local.detail(),
                            message.octets(),
                            parsed,
                            sentOn == null ? null : sentOn.list(),
                            leads);
            if (sentOn == null) {
                plan.file(copy);
            } else {
                plan.sendOn(sentOn.account().id(), copy);
            }
        }

        /** What was accepted at RCPT may lead nowhere by now. */
        private void follow(EmailAddress alias, Recipient recipient) throws IOException {
            var leads = List.of(recipient);
            switch (follow(alias, List.of(alias), leads, Wanted.of(leads))) {
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
         *
         * @param leads whom the sender has named that it comes here
         */
        private Targets follow(
                EmailAddress through,
                List<EmailAddress> targets,
                List<Recipient> leads,
                Wanted wanted)
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
                    case Destination.Local local -> file(local, leads);
                    case Destination.MailingList list when routing.reachesSomebody(list) ->
                            lists.add(list);
                    case Destination.ListDesk desk -> serve(desk, leads);
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
            var told = kind == Targets.SEVERAL ? wanted.withoutSuccess() : wanted;
            var recipients =
                    plan.notYetSentTo(elsewhere.stream().map(one -> outbound(one, told)).toList());
            if (!recipients.isEmpty()) {
                var octets = forwarded().below(mark.getBytes(StandardCharsets.UTF_8));
                var sender = routing.forwarding(message.reversePath(), through.domain());
                plan.send(outbound(null, sender, recipients, octets, message.requests()));
            }
            return kind;
        }

        private OutboundOctets forwarded() throws IOException {
            return sentOn == null || sentOn.list() == null
                    ? new OutboundOctets(NO_FIELDS, message.octets(), message.localOctets())
                    : sentOn.list().outbound();
        }

        /** A list's own address: an errand, or mail for who looks after the list. */
        private void serve(Destination.ListDesk desk, List<Recipient> leads) throws IOException {
            if (!plan.enter(desk.address())) {
                return; // an owner's alias leads here
            }
            switch (clerk.read(desk, message, parsed)) {
                case ListErrand.ForOwners _ -> toOwners(desk, leads);
                case ListErrand.Nothing(var because) ->
                        log.info("{}: dropped: {}", message.origin().trace(), because);
                case ListErrand errand -> plan.run(errand);
            }
        }

        private void toOwners(Destination.ListDesk desk, List<Recipient> leads) throws IOException {
            if (parsed.deliveredTo().contains(desk.address().canonical().toString())) {
                throw new DeliveryRefusal(DeliveryRefusal.Reason.LOOP, "Mail forwarding loop");
            }
            var owners = desk.list().owners();
            boolean anybody = routing.resolve(owners).stream().anyMatch(routing::reachesSomebody);
            var postmaster = new EmailAddress("postmaster", desk.address().domain());
            var to = anybody ? owners : List.of(postmaster);
            var wanted = Wanted.of(leads).withoutSuccess(); // the desk has it
            var _ = follow(desk.address(), to, leads, wanted);
        }

        /** A notice about what was forwarded goes on to who sent that; nothing else does. */
        private void giveBack(Destination.Rewritten rewritten) {
            if (message.reversePath() != null) {
                throw new DeliveryRefusal(
                        DeliveryRefusal.Reason.NOT_TAKEN, "Only notices are sent here");
            }
            send(List.of(OutboundRecipient.of(rewritten.sender())), null, NO_FIELDS);
        }

        private static OutboundRecipient outbound(EmailAddress to, Wanted wanted) {
            return new OutboundRecipient(to, wanted.notices(), wanted.orcpt());
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
            if (!nested) { // the members of a list before were admitted there
                admission.require(list, message, parsed);
            }
            if (!plan.enter(list.address()) || (nested && ListAdmission.hasPassed(list, parsed))) {
                return;
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
                plan.send(
                        outbound(
                                null,
                                copies.reversePath(member),
                                recipients,
                                copies.outbound(member),
                                message.requests().ofList()));
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
                        new Plan.Copy(
                                account,
                                local.detail(),
                                copy.octets(),
                                copy.parsed(),
                                new ListCopies.Membership(copies, member, copy),
                                List.of()));
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
