package org.bocau.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.account.Destination;
import org.bocau.message.EmailAddress;
import org.bocau.message.ParsedMessage;
import org.bocau.message.Spools;
import org.bocau.queue.Outbound;
import org.bocau.queue.OutboundOctets;
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
    private final Spools spools;

    Planner(Routing routing, Spools spools) {
        this.routing = routing;
        this.spools = spools;
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

    /** One message's plan in the making. */
    private final class Making {
        private final Inbound message;
        private final ParsedMessage parsed;
        private final Plan plan;
        private final List<Destination.MailingList> lists = new ArrayList<>();

        Making(Inbound message, ParsedMessage parsed, Plan plan) {
            this.message = message;
            this.parsed = parsed;
            this.plan = plan;
        }

        void run() throws IOException {
            var elsewhere = new ArrayList<EmailAddress>();
            for (var recipient : message.recipients()) {
                switch (recipient.destination()) {
                    case Destination.Local local -> file(local);
                    case Destination.Alias alias -> follow(alias.address());
                    case Destination.MailingList list -> lists.add(list);
                    case Destination.Elsewhere to -> elsewhere.add(to.address());
                    case Destination.Unknown _, Destination.Disabled _ ->
                            throw new IllegalArgumentException("not accepted at RCPT");
                }
            }
            send(elsewhere, submitter(), NO_FIELDS);
            for (int i = 0; i < lists.size(); i++) { // grows: a list may be a member of a list
                distribute(lists.get(i));
            }
        }

        private void file(Destination.Local local) {
            plan.file(
                    new Plan.Copy(
                            local.account(), local.detail(), message.octets(), parsed, false));
        }

        /** RFC 5321 §3.9.1: the envelope sender stays. */
        private void follow(EmailAddress alias) {
            var elsewhere = new ArrayList<EmailAddress>();
            for (var end : routing.resolve(List.of(alias))) {
                switch (end) {
                    case Destination.Local local -> file(local);
                    case Destination.MailingList list -> lists.add(list);
                    case Destination.Elsewhere to -> elsewhere.add(to.address());
                    case Destination.Alias _, Destination.Unknown _, Destination.Disabled _ ->
                            skipped(alias, end);
                }
            }
            // Seen again when it comes back, so that two forwarding systems cannot play for ever.
            var mark = "Delivered-To: " + alias.canonical() + "\r\n";
            send(elsewhere, null, mark.getBytes(StandardCharsets.UTF_8));
        }

        private void send(List<EmailAddress> to, @Nullable AccountId submitter, byte[] fields) {
            var recipients = plan.notYetSentTo(to);
            if (!recipients.isEmpty()) {
                var octets = new OutboundOctets(fields, message.octets(), message.localOctets());
                plan.send(outbound(submitter, message.reversePath(), recipients, octets));
            }
        }

        private void distribute(Destination.MailingList list) throws IOException {
            if (!plan.enter(list.address())) {
                return;
            }
            if (ListCopy.hasPassed(list, parsed)) {
                throw new DeliveryRefusal(DeliveryRefusal.Reason.LOOP, "Mailing list loop");
            }
            var copy = plan.own(ListCopy.of(list, message, spools));
            var elsewhere = new ArrayList<EmailAddress>();
            for (var end : routing.resolve(list.members())) {
                switch (end) {
                    case Destination.Local local -> file(local, copy);
                    case Destination.MailingList inner -> lists.add(inner);
                    case Destination.Elsewhere to -> elsewhere.add(to.address());
                    case Destination.Alias _, Destination.Unknown _, Destination.Disabled _ ->
                            skipped(list.address(), end);
                }
            }
            var recipients = plan.notYetSentTo(elsewhere);
            if (!recipients.isEmpty()) {
                var octets = new OutboundOctets(NO_FIELDS, copy.octets(), copy.localOctets());
                plan.send(outbound(null, copy.reversePath(), recipients, octets));
            }
        }

        /** A member over quota misses this copy; the list goes on for the others. */
        private void file(Destination.Local member, ListCopy copy) {
            var account = member.account();
            if (plan.has(account.id())) {
                return;
            }
            if (routing.fits(account, copy.octets().size())) {
                plan.file(
                        new Plan.Copy(
                                account, member.detail(), copy.octets(), copy.parsed(), true));
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
                List<EmailAddress> recipients,
                OutboundOctets octets) {
            return new Outbound(
                    submitter,
                    reversePath,
                    recipients,
                    octets,
                    needsSmtpUtf8(reversePath, recipients),
                    message.eightBit(),
                    message.origin().trace());
        }

        /**
         * RFC 6531 §3.1: declared, as iOS always does, is not needed; only what is makes a next hop
         * without the extension unfit.
         */
        private boolean needsSmtpUtf8(
                @Nullable EmailAddress reversePath, List<EmailAddress> recipients) {
            return (reversePath != null && reversePath.internationalized())
                    || recipients.stream().anyMatch(EmailAddress::internationalized)
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
