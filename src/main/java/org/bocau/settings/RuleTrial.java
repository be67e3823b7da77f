package org.bocau.settings;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.bocau.filter.Action;
import org.bocau.filter.Letter;
import org.bocau.filter.Script;
import org.bocau.mailclient.LetterHeaders;
import org.bocau.mailclient.MailAccount;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderAddress;
import org.bocau.message.HeaderBlock;
import org.bocau.rules.Filters;
import org.bocau.rules.Rule;
import org.bocau.rules.Scripts;
import org.springframework.stereotype.Component;

/** Shows which of the newest mail a rule would have met. Changes nothing. */
@Component
class RuleTrial {
    /** Messages that are looked at. */
    static final int MOST = 100;

    private final LetterHeaders letters;
    private final Clock clock;

    RuleTrial(LetterHeaders letters, Clock clock) {
        this.letters = letters;
        this.clock = clock;
    }

    /** A message the rule is for. */
    record Met(String from, String subject) {}

    /**
     * @param looked how many messages were looked at
     * @param textLeftOut it has conditions on the text of messages, which is not read for this
     */
    public record Result(int looked, List<Met> met, boolean textLeftOut) {}

    /** Over the newest of the Inbox, newest first. */
    Result over(MailAccount account, Rule rule) {
        var conditions = onHeaders(rule);
        boolean left = conditions.size() < rule.conditions().size();
        if (left && conditions.isEmpty()) return new Result(0, List.of(), true);
        var test = test(account, rule);
        var newest = letters.newest(account, "INBOX", MOST);
        var met = new ArrayList<Met>();
        for (var one : newest) {
            var header = HeaderBlock.parse(one.header());
            if (test.meets(header, one.size())) {
                met.add(new Met(author(header), header.value("Subject")));
            }
        }
        return new Result(newest.size(), met, left);
    }

    /** Whether a message is one that a rule is for. */
    @FunctionalInterface
    interface Test {
        boolean meets(HeaderBlock header, long size);
    }

    /** The rule's conditions, but for those on the text, read once for many messages. */
    Test test(MailAccount account, Rule rule) {
        var alone = new Rule("1", "", true, rule.all(), onHeaders(rule), List.of(STARRED), false);
        var script = Script.compile(Scripts.text(Filters.NONE.with(List.of(alone))));
        return (header, size) -> meets(script, letter(account, header, size));
    }

    private static List<Rule.Test> onHeaders(Rule rule) {
        return rule.conditions().stream().filter(one -> one.field() != Rule.Field.BODY).toList();
    }

    private static final Rule.Deed STARRED = new Rule.Deed(Rule.Kind.STAR, "");

    /** The trial's only deed is a star: who has it was met. */
    private static boolean meets(Script script, Letter letter) {
        return script.decide(letter).stream()
                .anyMatch(action ->
                        action instanceof Action.Keep(var flags) && flags.contains("\\Flagged"));
    }

    private Letter letter(MailAccount account, HeaderBlock header, long size) {
        return new Letter(
                header,
                size,
                null,
                EmailAddress.parse(account.address()),
                clock.instant(),
                ZoneOffset.UTC,
                null);
    }

    private static String author(HeaderBlock header) {
        var from = header.first("From");
        if (from == null) return "";
        return HeaderAddress.list(from.text()).stream()
                .findFirst()
                .map(HeaderAddress::display)
                .orElse("");
    }
}
