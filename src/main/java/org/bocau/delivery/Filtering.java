package org.bocau.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.bocau.filter.Action;
import org.bocau.filter.Letter;
import org.bocau.mailbox.Mailboxes;
import org.bocau.mailbox.StoreRefusal;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderBlock;
import org.bocau.message.ParsedMessage;
import org.bocau.preferences.Preferences;
import org.bocau.rules.Scripts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks the scripts of who gets a copy, before the transaction: what they want filed is noted in the
 * plan, mailboxes they want made are made, what they send on is planned. A script that cannot have
 * its way never holds up a message. RFC 5228 §2.10.6.
 */
@Component
class Filtering {
    private static final Logger log = LoggerFactory.getLogger(Filtering.class);

    private final Scripts scripts;
    private final Planner planner;
    private final Mailboxes mailboxes;
    private final Preferences preferences;
    private final Clock clock;

    Filtering(
            Scripts scripts,
            Planner planner,
            Mailboxes mailboxes,
            Preferences preferences,
            Clock clock) {
        this.scripts = scripts;
        this.planner = planner;
        this.mailboxes = mailboxes;
        this.preferences = preferences;
        this.clock = clock;
    }

    /** What is taken for junk goes there, whatever a script says. */
    void decide(Plan plan, Inbound message, ParsedMessage parsed) throws IOException {
        for (var copy : plan.copies()) {
            var script = scripts.active(copy.account().id());
            if (script.doesNothing() || plan.isJunk(copy)) {
                continue;
            }
            var actions = script.decide(letter(copy, message));
            plan.decide(copy, settled(plan, copy, actions, message, parsed));
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
                message.reversePath(),
                recipient,
                clock.instant(),
                zone == null ? ZoneOffset.UTC : zone);
    }

    private List<Action> settled(
            Plan plan, Plan.Copy copy, List<Action> actions, Inbound message, ParsedMessage parsed)
            throws IOException {
        var settled = new ArrayList<Action>();
        for (var action : actions) {
            switch (action) {
                case Action.Redirect(var to) -> {
                    if (!redirected(plan, copy, to, message, parsed)
                            && !settled.contains(Action.Keep.PLAIN)) {
                        settled.add(Action.Keep.PLAIN);
                    }
                }
                case Action.FileInto into -> {
                    make(copy, into);
                    settled.add(into);
                }
                case Action.Keep _, Action.Vacation _ -> settled.add(action);
            }
        }
        return settled;
    }

    /** False when it can go nowhere, or has been here before: it is kept then. */
    private boolean redirected(
            Plan plan, Plan.Copy copy, EmailAddress to, Inbound message, ParsedMessage parsed)
            throws IOException {
        var from = copy.account().address().canonical();
        if (parsed.deliveredTo().contains(from.toString()) || to.canonical().equals(from)) {
            log.info("{}: not sent on from {}: a loop", message.origin().trace(), from);
            return false;
        }
        try {
            planner.redirect(plan, message, parsed, from, to);
            return true;
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
