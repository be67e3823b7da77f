package org.bocau.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bocau.account.Destination;
import org.bocau.account.Directory;
import org.bocau.account.InboundRule;
import org.bocau.delivery.DeliveryRefusal.Reason;
import org.bocau.mailauth.DmarcPolicy;
import org.bocau.mailauth.DmarcResult;
import org.bocau.mailauth.Verdict;
import org.bocau.message.ParsedMessage;
import org.springframework.stereotype.Component;

/**
 * What is accepted at all, and what goes into Junk, judged on the whole message before anything is
 * stored: loops, and DMARC (RFC 9989 §5) as each domain of ours wants it followed. SPF by itself
 * refuses nothing: forwarding breaks it (RFC 7208 §8.4). The place for scores.
 *
 * <p>One reply counts for all recipients, so a message is refused only where all their domains
 * refuse it; else those that would have find it in Junk.
 */
@Component
class InboundPolicy {
    /** RFC 5321 §6.3: a large threshold, normally at least 100. */
    static final int MAX_RECEIVED = 100;

    private final Directory directory;
    private final MeterRegistry meters;

    InboundPolicy(Directory directory, MeterRegistry meters) {
        this.directory = directory;
        this.meters = meters;
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
        var verdict = message.verdict();
        if (verdict == null || !refusedByAll(message, verdict)) {
            return new Judgement.Accept();
        }
        var refusal = unwelcome(verdict.dmarc());
        count(refusal.reason() == Reason.SENDER_UNDECIDED ? "deferred" : "refused");
        return new Judgement.Refuse(refusal);
    }

    private static Judgement loop(String text) {
        return new Judgement.Refuse(new DeliveryRefusal(Reason.LOOP, text));
    }

    private boolean refusedByAll(Inbound message, Verdict verdict) {
        var asked = asked(verdict);
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

    private static DeliveryRefusal unwelcome(DmarcResult dmarc) {
        return switch (dmarc.result()) {
            case TEMPERROR ->
                    new DeliveryRefusal(
                            Reason.SENDER_UNDECIDED,
                            "The DNS of the author's domain "
                                    + dmarc.domain()
                                    + " does not answer, try again later");
            case PERMERROR ->
                    new DeliveryRefusal(
                            Reason.AUTHOR_UNCLEAR,
                            "The author of the message cannot be told for certain");
            case NONE, PASS, FAIL ->
                    new DeliveryRefusal(
                            Reason.SENDER_POLICY,
                            "The author's domain "
                                    + dmarc.domain()
                                    + " does not vouch for it (DMARC)");
        };
    }

    private void count(String outcome) {
        meters.counter("bocau.mailauth.policy", "outcome", outcome).increment();
    }

    /**
     * Those of our domains whose mailboxes file this message into Junk.
     *
     * @param domains of the mailboxes it is for
     */
    Set<String> junkDomains(Inbound message, Collection<String> domains) {
        var verdict = message.verdict();
        var asked = verdict == null ? DmarcPolicy.NONE : asked(verdict);
        if (asked == DmarcPolicy.NONE) {
            return Set.of();
        }
        var rules = directory.inboundRules(domains);
        var junk = new HashSet<>(domains);
        junk.removeIf(domain -> done(asked, rule(rules, domain)) == DmarcPolicy.NONE);
        if (!junk.isEmpty()) {
            count("junk");
        }
        return junk;
    }

    /** RFC 9989 §5: an author whom readers could see differently is as bad as a forged one. */
    private static DmarcPolicy asked(Verdict verdict) {
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
