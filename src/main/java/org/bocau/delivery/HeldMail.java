package org.bocau.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bocau.message.EmailAddress;
import org.bocau.message.Spool;
import org.bocau.message.Spools;
import org.bocau.queue.LocalDelivery;
import org.bocau.queue.OutboundRecipient;
import org.bocau.queue.QueueEnvelope;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Delivers what waited in the queue for people here. It was judged and counted when it came. */
@Component
class HeldMail implements LocalDelivery {
    private final Routing routing;
    private final Delivery delivery;
    private final Spools spools;

    HeldMail(Routing routing, Delivery delivery, Spools spools) {
        this.routing = routing;
        this.delivery = delivery;
        this.spools = spools;
    }

    @Override
    public boolean isLocal(String domain) {
        return routing.isLocal(domain);
    }

    @Override
    public Map<EmailAddress, Answer> deliver(
            QueueEnvelope message,
            @Nullable EmailAddress reversePath,
            List<OutboundRecipient> recipients,
            InputStream octets,
            Consumer<List<EmailAddress>> filed)
            throws IOException {
        var trace = "queue " + message.id();
        var origin = new Origin.Peer(InetAddress.getLoopbackAddress(), "", trace);
        var answers = new LinkedHashMap<EmailAddress, Answer>();
        var accepted = new ArrayList<Recipient>();
        for (var one : recipients) {
            var verdict = routing.check(one.address(), message.octets(), origin);
            if (verdict instanceof RecipientVerdict.Accepted(var recipient)) {
                accepted.add(recipient.with(one.notices(), one.orcpt()));
            } else {
                answers.put(one.address(), refused(verdict));
            }
        }
        if (!accepted.isEmpty()) {
            var from = submitter(message, trace).orElse(origin);
            var waiting = new Waiting(from, message, reversePath, accepted);
            byte[] local = returnPath(reversePath);
            try (var spool = spools.create()) {
                fill(spool, local, octets);
                answers.putAll(deliver(waiting, spool, local.length, filed));
            }
        }
        return answers;
    }

    /** What a user may do at submission, also may what the user has submitted. */
    private Optional<Origin> submitter(QueueEnvelope message, String trace) {
        return Optional.ofNullable(message.submitter())
                .flatMap(routing::active)
                .map(account -> new Origin.User(account, trace));
    }

    private static Answer refused(RecipientVerdict verdict) {
        return switch (verdict) {
            case RecipientVerdict.OverQuota _ -> new Answer(452, "4.2.2 Mailbox full");
            case RecipientVerdict.Disabled _ -> new Answer(550, "5.2.1 Mailbox disabled");
            case RecipientVerdict.NoMembers _ -> new Answer(550, "5.2.4 The list has no members");
            case RecipientVerdict.NoSuchUser _,
                    RecipientVerdict.RelayDenied _,
                    RecipientVerdict.Accepted _ ->
                    new Answer(550, "5.1.1 No such user here");
        };
    }

    /** A message and those of its recipients who take it. */
    private record Waiting(
            Origin origin,
            QueueEnvelope message,
            @Nullable EmailAddress reversePath,
            List<Recipient> recipients) {
        Waiting to(Recipient one) {
            return new Waiting(origin, message, reversePath, List.of(one));
        }

        List<EmailAddress> addresses() {
            return recipients.stream().map(Recipient::address).toList();
        }

        Inbound with(Spool octets, int localOctets) {
            return new Inbound(
                    origin,
                    reversePath,
                    recipients,
                    octets,
                    localOctets,
                    message.smtpUtf8(),
                    message.eightBit(),
                    message.binary(),
                    new SenderRequests(message.ret(), message.envid(), message.requireTls(), null),
                    null);
        }
    }

    /**
     * To all together, so that nobody gets two copies; where one of them refuses, to each alone:
     * the message was accepted for the others, too.
     */
    private Map<EmailAddress, Answer> deliver(
            Waiting waiting, Spool spool, int localOctets, Consumer<List<EmailAddress>> filed)
            throws IOException {
        var answers = new LinkedHashMap<EmailAddress, Answer>();
        try {
            var user = waiting.message().submitter() != null;
            delivery.release(
                    waiting.with(spool, localOctets),
                    user,
                    () -> filed.accept(waiting.addresses()));
            var delivered = new Answer(250, "2.1.5 Delivered");
            waiting.addresses().forEach(address -> answers.put(address, delivered));
        } catch (DeliveryRefusal refusal) {
            if (waiting.recipients().size() > 1) {
                for (var one : waiting.recipients()) {
                    answers.putAll(deliver(waiting.to(one), spool, localOctets, filed));
                }
            } else {
                var why = refusal.reason();
                var answer = new Answer(why.code(), why.status() + " " + refusal.getMessage());
                answers.put(waiting.addresses().getFirst(), answer);
            }
        }
        return answers;
    }

    private static byte[] returnPath(@Nullable EmailAddress from) {
        var field = "Return-Path: <" + (from == null ? "" : from) + ">\r\n";
        return field.getBytes(StandardCharsets.UTF_8);
    }

    private static void fill(Spool spool, byte[] local, InputStream octets) throws IOException {
        try (var out = spool.out()) {
            out.write(local);
            octets.transferTo(out);
        }
    }
}
