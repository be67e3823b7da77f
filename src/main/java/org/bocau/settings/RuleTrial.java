package org.bocau.settings;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.bocau.filter.Letter;
import org.bocau.filter.Script;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.message.EmailAddress;
import org.bocau.message.HeaderAddress;
import org.bocau.message.HeaderBlock;
import org.bocau.rules.Filters;
import org.bocau.rules.Rule;
import org.bocau.rules.Scripts;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows which of the newest mail a rule would have met. Changes nothing. */
@Component
class RuleTrial {
    /** Messages that are looked at. */
    static final int MOST = 100;

    private static final String ITEMS = "UID RFC822.SIZE BODY.PEEK[HEADER]";

    private final MailClient client;
    private final Clock clock;

    RuleTrial(MailClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** A message the rule is for. */
    record Met(String from, String subject) {}

    /**
     * @param looked how many messages were looked at
     */
    record Result(int looked, List<Met> met) {}

    /** Over the newest of the Inbox, newest first. */
    Result over(MailAccount account, Rule rule) {
        var alone = new Rule("1", "", true, rule.all(), rule.conditions(), List.of(STARRED), false);
        var script = Script.compile(Scripts.text(Filters.NONE.with(List.of(alone))));
        return client.in(
                account,
                "INBOX",
                connection -> {
                    int last = connection.exists();
                    if (last == 0) return new Result(0, List.of());
                    var fetched = connection.fetchRange(Math.max(1, last - MOST + 1), last, ITEMS);
                    var met = new ArrayList<Met>();
                    for (var fetch : fetched.reversed()) {
                        var header = header(fetch);
                        if (header != null && meets(script, letter(account, header, size(fetch)))) {
                            met.add(new Met(author(header), header.value("Subject")));
                        }
                    }
                    return new Result(fetched.size(), met);
                });
    }

    private static final Rule.Deed STARRED = new Rule.Deed(Rule.Kind.STAR, "");

    /** The trial's only deed is a star: who has it was met. */
    private static boolean meets(Script script, Letter letter) {
        return script.decide(letter).stream()
                .anyMatch(action -> action.toString().contains("Flagged"));
    }

    private Letter letter(MailAccount account, HeaderBlock header, long size) {
        return new Letter(
                header,
                size,
                null,
                EmailAddress.parse(account.address()),
                clock.instant(),
                ZoneOffset.UTC);
    }

    private static @Nullable HeaderBlock header(FetchResponse fetch) {
        var body = fetch.getItem(BODY.class);
        var bytes = body == null ? null : body.getByteArray();
        if (bytes == null) return null;
        var copy = new byte[bytes.getCount()];
        System.arraycopy(bytes.getBytes(), bytes.getStart(), copy, 0, copy.length);
        return HeaderBlock.parse(copy);
    }

    private static long size(FetchResponse fetch) {
        var size = fetch.getItem(RFC822SIZE.class);
        return size == null ? 0 : size.size;
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
