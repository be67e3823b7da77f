package org.bocau.settings;

import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.LetterHeaders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.Role;
import org.bocau.message.HeaderBlock;
import org.bocau.rules.Rule;
import org.bocau.triage.Change;
import org.bocau.triage.Jobs;
import org.bocau.triage.Step;
import org.bocau.triage.Uids;
import org.springframework.stereotype.Component;

/**
 * Carries a rule out on mail that is there already: finds what it is for, and plans a job that
 * shows how far it is and can be taken back. Nothing is forwarded: that is for mail that comes.
 */
@Component
class RuleOnOldMail {
    /** Messages of a folder that are looked at, the newest. */
    static final int MOST = 50_000;

    /** As the webmail words the job. */
    private static final String VERB = "rule";

    private final LetterHeaders letters;
    private final RuleTrial trial;
    private final Jobs jobs;

    RuleOnOldMail(LetterHeaders letters, RuleTrial trial, Jobs jobs) {
        this.letters = letters;
        this.trial = trial;
        this.jobs = jobs;
    }

    /** True unless it asks for the text of messages: only their headers are read for this. */
    static boolean readsHeadersOnly(Rule rule) {
        return rule.conditions().stream().noneMatch(one -> one.field() == Rule.Field.BODY);
    }

    /** True for folders whose mail has come: not what waits, or is being written. */
    static boolean mayBeFor(Folder folder) {
        return !folder.shared()
                && !folder.is(Role.DRAFTS)
                && !folder.is(Role.SCHEDULED)
                && !folder.is(Role.SNOOZED);
    }

    /**
     * Begins.
     *
     * @return the job's id; empty where the rule is for no message of the folder, or would change
     *     none
     */
    Optional<String> begin(MailAccount account, Folder folder, Rule rule) {
        var change = change(folder, rule);
        if (change.flags().isEmpty() && change.mailbox().isEmpty()) return Optional.empty();
        var test = trial.test(account, rule);
        var met = LongStream.builder();
        letters.each(
                account,
                folder.name(),
                MOST,
                (uid, letter) -> {
                    if (test.meets(HeaderBlock.parse(letter.header()), letter.size())) met.add(uid);
                });
        var uids = met.build().toArray();
        if (uids.length == 0) return Optional.empty();
        var steps = new ArrayList<Step>();
        for (var piece : Uids.pieces(uids, Step.MOST)) {
            steps.add(new Step(folder.name(), piece, change));
        }
        return Optional.of(jobs.plan(account.id(), VERB, "", uids.length, steps));
    }

    private static Change.Apply change(Folder folder, Rule rule) {
        var flags = new ArrayList<String>();
        var moves = new ArrayList<String>();
        for (var deed : rule.deeds()) {
            switch (deed.kind()) {
                case STAR -> flags.add("\\Flagged");
                case READ -> flags.add("\\Seen");
                case LABEL -> flags.add(deed.value());
                case MOVE, DELETE -> moves.add(deed.value());
                case FORWARD -> {} // see above
            }
        }
        moves.remove(folder.name());
        return new Change.Apply(flags, moves.isEmpty() ? "" : moves.getFirst());
    }
}
