package org.bocau.delivery;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bocau.account.Destination;
import org.bocau.account.Directory;
import org.bocau.account.InboundRule;
import org.bocau.mailauth.DmarcPolicy;
import org.bocau.mailauth.DmarcResult;
import org.bocau.message.ParsedMessage;
import org.springframework.stereotype.Component;

/**
 * What is accepted at all, and what goes into Junk, judged on the whole message before anything is
 * stored: loops, and DMARC (RFC 9989 §5) as each domain of ours wants it followed. SPF by itself
 * refuses nothing: forwarding breaks it (RFC 7208 §8.4). The place for scores.
 */
@Component
class InboundPolicy {
    /** RFC 5321 §6.3: a large threshold, normally at least 100. */
    static final int MAX_RECEIVED = 100;

    private final Directory directory;

    InboundPolicy(Directory directory) {
        this.directory = directory;
    }

    /** How a message is judged. */
    sealed interface Judgement {
        record Accept() implements Judgement {}

        record Refuse(DeliveryRefusal refusal) implements Judgement {}
    }

    Judgement judge(Inbound message, ParsedMessage parsed) {
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
        if (wasHere) {
            return loop("Mail forwarding loop");
        }
        return refusedByAll(message) ? unwelcome(message) : new Judgement.Accept();
    }

    private static Judgement loop(String text) {
        return new Judgement.Refuse(new DeliveryRefusal(DeliveryRefusal.Reason.LOOP, text));
    }

    /** One reply counts for all recipients: if one of their domains takes it, it is taken. */
    private boolean refusedByAll(Inbound message) {
        var asked = asked(message);
        if (asked == DmarcPolicy.NONE) {
            return false;
        }
        var domains =
                message.recipients().stream()
                        .map(recipient -> recipient.address().domain())
                        .collect(Collectors.toSet());
        var rules = directory.inboundRules(domains);
        return domains.stream()
                .allMatch(domain -> done(asked, rule(rules, domain)) == DmarcPolicy.REJECT);
    }

    private static Judgement unwelcome(Inbound message) {
        var verdict = message.verdict();
        var domain = verdict == null ? "" : verdict.dmarc().domain();
        var text =
                domain.isEmpty()
                        ? "The author of the message cannot be told for certain"
                        : "The author's domain " + domain + " does not vouch for it (DMARC)";
        return new Judgement.Refuse(
                new DeliveryRefusal(DeliveryRefusal.Reason.SENDER_POLICY, text));
    }

    /**
     * Those of our domains whose mailboxes file this message into Junk.
     *
     * @param domains of the mailboxes it is for
     */
    Set<String> junkDomains(Inbound message, Collection<String> domains) {
        var asked = asked(message);
        if (asked == DmarcPolicy.NONE) {
            return Set.of();
        }
        var rules = directory.inboundRules(domains);
        var junk = new HashSet<>(domains);
        junk.removeIf(domain -> done(asked, rule(rules, domain)) == DmarcPolicy.NONE);
        return junk;
    }

    /** RFC 9989 §5: an author whom readers could see differently is as bad as a forged one. */
    private static DmarcPolicy asked(Inbound message) {
        var verdict = message.verdict();
        if (verdict == null) {
            return DmarcPolicy.NONE;
        }
        return verdict.dmarc().result() == DmarcResult.Result.PERMERROR
                ? DmarcPolicy.QUARANTINE
                : verdict.dmarc().asked();
    }

    private static InboundRule rule(Map<String, InboundRule> rules, String domain) {
        return rules.getOrDefault(domain, InboundRule.FOLLOW);
    }

    private static DmarcPolicy done(DmarcPolicy asked, InboundRule rule) {
        return switch (rule) {
            case FOLLOW -> asked;
            case ACCEPT -> DmarcPolicy.NONE;
            case JUNK -> asked == DmarcPolicy.REJECT ? DmarcPolicy.QUARANTINE : asked;
            case REJECT -> asked == DmarcPolicy.NONE ? asked : DmarcPolicy.REJECT;
        };
    }
}
