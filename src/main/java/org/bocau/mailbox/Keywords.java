package org.bocau.mailbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keywords compare without regard to case (RFC 3501 §9 flag-keyword is an atom) and keep the
 * spelling first used.
 */
@Component
class Keywords {
    private static final int MAX_OCTETS = 64;

    private final JdbcClient jdbc;

    Keywords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * For a mailbox that is not locked: a new word that arrives twice at once may keep two
     * spellings, which is harmless.
     */
    String[] inSpellingOf(MailboxId mailbox, List<String> wanted) {
        var used =
                jdbc.sql("select keywords from mailbox where account_id = ? and id = ?")
                        .params(mailbox.account().value(), mailbox.number())
                        .query((row, _) -> Locking.strings(row, "keywords"))
                        .optional()
                        .orElseThrow(StoreRefusal::noSuchMailbox);
        return inSpelling(used, wanted);
    }

    /**
     * The wanted words in the mailbox's spelling, distinct.
     *
     * @throws StoreRefusal LIMIT
     */
    static String[] inSpelling(List<String> used, List<String> wanted) {
        Map<String, String> spelling = new LinkedHashMap<>();
        used.forEach(word -> spelling.put(word.toLowerCase(Locale.ROOT), word));
        var words = new ArrayList<String>();
        for (String word : wanted) {
            if (word.length() > MAX_OCTETS) {
                throw new StoreRefusal(
                        StoreRefusal.Reason.LIMIT,
                        "a keyword has at most " + MAX_OCTETS + " octets");
            }
            String known = spelling.computeIfAbsent(word.toLowerCase(Locale.ROOT), _ -> word);
            if (!words.contains(known)) {
                words.add(known);
            }
        }
        if (spelling.size() > Math.max(Mailbox.MOST_KEYWORDS, used.size())) {
            throw new StoreRefusal(
                    StoreRefusal.Reason.LIMIT,
                    "a mailbox has at most " + Mailbox.MOST_KEYWORDS + " keywords");
        }
        return words.toArray(String[]::new);
    }
}
