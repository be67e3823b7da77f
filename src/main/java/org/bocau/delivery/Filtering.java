package org.bocau.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.bocau.filter.Action;
import org.bocau.filter.Failure;
import org.bocau.filter.Letter;
import org.bocau.mailbox.Mailboxes;
import org.bocau.mailbox.StoreRefusal;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderBlock;
import org.bocau.preferences.Preferences;
import org.bocau.rules.ScriptFailures;
import org.bocau.rules.Scripts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Asks the scripts of who gets a copy, before the transaction: what they want filed is noted in the
 * plan, mailboxes they want made are made, what they send on is planned. A script that cannot have
 * its way never holds up a message. RFC 5228 §2.10.6.
 */
@Component
class Filtering {
    private static final Logger log = LoggerFactory.getLogger(Filtering.class);

    /** From account to account; whoever is further away keeps the mail unasked. */
    private static final int MOST_ROUNDS = 10;

    private final InboundPolicy policy;
    private final Scripts scripts;
    private final ScriptFailures failures;
    private final Planner planner;
    private final Mailboxes mailboxes;
    private final Preferences preferences;
    private final Clock clock;

    Filtering(
            InboundPolicy policy,
            Scripts scripts,
            ScriptFailures failures,
            Planner planner,
            Mailboxes mailboxes,
            Preferences preferences,
            Clock clock) {
        this.policy = policy;
        this.scripts = scripts;
        this.failures = failures;
        this.planner = planner;
        this.mailboxes = mailboxes;
        this.preferences = preferences;
        this.clock = clock;
    }

    /**
     * What is taken for junk goes there, whatever a script says. A script may lead to accounts that
     * had no copy: theirs are asked, too, each once, so that this ends.
     *
     * @param tell whether the sender may be told of who refuses; otherwise those keep it
     * @throws DeliveryRefusal all refuse it
     */
    void decide(Plan plan, Inbound message, boolean tell) throws IOException {
        ask(plan, message);
        settleRefusals(plan, message, tell);
    }

    /**
     * RFC 5429 §2.1.2: what all refuse is refused at the end of the data; of what only some do, the
     * sender gets a report, unless it might be somebody else who never sent it.
     */
    private void settleRefusals(Plan plan, Inbound message, boolean tell) {
        var refused = plan.refused();
        if (refused.isEmpty()) {
            return;
        }
        if (plan.refusedByAll()) {
            var first = refused.getFirst();
            var named = first.copy().leads().getFirst().address(); // not whom an alias hides
            throw Refusals.at(named, first.reason());
        }
        for (var copy : plan.copies()) {
            boolean refuses = plan.decided(copy).stream().anyMatch(a -> a instanceof Action.Reject);
            if (refuses && (!tell || copy.leads().isEmpty() || message.reversePath() == null)) {
                log.info(
                        "{}: kept for {}, who refuses it: nobody can be told",
                        message.origin().trace(),
                        copy.account().address());
                plan.decide(copy, List.of(Action.Keep.PLAIN));
            }
        }
    }

    private void ask(Plan plan, Inbound message) throws IOException {
        var judged = new HashSet<String>();
        var redirects = new Redirects();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            var domains = new HashSet<>(plan.domains());
            domains.removeAll(judged);
            plan.junk(policy.junkDomains(message, domains));
            judged.addAll(domains);
            var unasked =
                    plan.copies().stream()
                            .filter(copy -> redirects.ask(copy.account().id()))
                            .toList();
            if (unasked.isEmpty()) {
                return;
            }
            for (var copy : unasked) {
                decide(plan, copy, redirects, message);
            }
        }
    }

    private void decide(Plan plan, Plan.Copy copy, Redirects redirects, Inbound message)
            throws IOException {
        var script = scripts.active(copy.account().id());
        if (script.doesNothing() || plan.isJunk(copy)) {
            return;
        }
        var outcome = script.run(letter(copy, message));
        if (outcome.failure() != null) {
            failed(copy, outcome.failure(), message);
        }
        plan.decide(copy, settled(plan, copy, outcome.actions(), redirects, message));
    }

    /** For the administrator, and for the owner to read; it must not hold up the message either. */
    private void failed(Plan.Copy copy, Failure failure, Inbound message) {
        log.warn(
                "{}: kept for {}, whose script failed: {}",
                message.origin().trace(),
                copy.account().address(),
                failure);
        try {
            failures.note(copy.account().id(), failure);
        } catch (DataAccessException e) {
            log.warn("{}: not noted: {}", message.origin().trace(), e.getMessage());
        }
    }

    private Letter letter(Plan.Copy copy, Inbound message) {
        var address = copy.account().address();
        var recipient =
                copy.detail() == null
                        ? address
                        : new EmailAddress(
                                address.localPart() + "+" + copy.detail(), address.domain());
        var zone = preferences.of(copy.account().id()).zone();
        return new Letter(
                HeaderBlock.parse(copy.parsed().header()),
                copy.parsed().size(),
                copy.received(message).reversePath(),
                recipient,
                clock.instant(),
                zone == null ? ZoneOffset.UTC : zone,
                new Letter.Content(copy.parsed().root(), copy.octets()::open));
    }

    private List<Action> settled(
            Plan plan, Plan.Copy copy, List<Action> actions, Redirects redirects, Inbound message)
            throws IOException {
        var settled = new ArrayList<Action>();
        for (var action : actions) {
            switch (action) {
                case Action.Redirect(var to) -> {
                    if (!redirected(plan, copy, to, redirects, message)
                            && !settled.contains(Action.Keep.PLAIN)) {
                        settled.add(Action.Keep.PLAIN);
                    }
                }
                case Action.FileInto into -> {
                    make(copy, into);
                    settled.add(into);
                }
                case Action.Keep _, Action.Vacation _, Action.Reject _ -> settled.add(action);
            }
        }
        return settled;
    }

    /** False when it can or may go nowhere, or has been here before: it is kept then. */
    private boolean redirected(
            Plan plan, Plan.Copy copy, EmailAddress to, Redirects redirects, Inbound message)
            throws IOException {
        var from = copy.account().address().canonical();
        if (plan.isBound()) {
            log.info("{}: not sent on from {}: unsigned", message.origin().trace(), from);
            return false;
        }
        if (copy.parsed().deliveredTo().contains(from.toString()) || to.canonical().equals(from)) {
            log.info("{}: not sent on from {}: a loop", message.origin().trace(), from);
            return false;
        }
        try {
            var led = planner.redirect(plan, message, copy, to);
            boolean onward = redirects.lead(copy.account().id(), led);
            if (!onward) {
                log.info("{}: {} leads back to {}: kept", message.origin().trace(), to, from);
            }
            return onward;
        } catch (DeliveryRefusal no) {
            log.info("{}: not sent on to {}: {}", message.origin().trace(), to, no.getMessage());
            return false;
        }
    }

    private void make(Plan.Copy copy, Action.FileInto into) {
        var account = copy.account().id();
        try {
            if (into.create() && mailboxes.find(account, into.mailbox()).isEmpty()) {
                var _ = mailboxes.create(account, into.mailbox(), null);
            }
        } catch (StoreRefusal no) { // another made it just now, or it can be none
            log.info(
                    "{}: mailbox {}: {}",
                    copy.account().address(),
                    into.mailbox(),
                    no.getMessage());
        }
    }
}
