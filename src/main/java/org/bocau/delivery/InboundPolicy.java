package org.bocau.delivery;

import org.bocau.account.Destination;
import org.bocau.message.ParsedMessage;

/**
 * What is accepted at all, judged on the whole message before anything is stored: the place for
 * SPF, DKIM and DMARC policy and for scores. Today it stops loops.
 */
final class InboundPolicy {
    /** RFC 5321 §6.3: a large threshold, normally at least 100. */
    static final int MAX_RECEIVED = 100;

    private InboundPolicy() {}

    /** How a message is judged. */
    sealed interface Judgement {
        record Accept() implements Judgement {}

        record Refuse(DeliveryRefusal refusal) implements Judgement {}
    }

    static Judgement judge(Inbound message, ParsedMessage parsed) {
        // Ours is among them.
        if (parsed.received() > MAX_RECEIVED) {
            return loop("Too many hops");
        }
        boolean wasHere =
                message.recipients().stream()
                        .map(Recipient::destination)
                        .filter(Destination.Alias.class::isInstance)
                        .map(alias -> ((Destination.Alias) alias).address().canonical().toString())
                        .anyMatch(parsed.deliveredTo()::contains);
        return wasHere ? loop("Mail forwarding loop") : new Judgement.Accept();
    }

    private static Judgement loop(String text) {
        return new Judgement.Refuse(new DeliveryRefusal(DeliveryRefusal.Reason.LOOP, text));
    }
}
