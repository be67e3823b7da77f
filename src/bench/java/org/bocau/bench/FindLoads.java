package org.bocau.bench;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bocau.bench.Load.Figure;
import org.bocau.bench.Load.Run;
import org.bocau.bench.MailServer.Role;

/** SEARCH, SORT, THREAD. What both servers found is compared. */
final class FindLoads {
    private FindLoads() {}

    static List<Load> all() {
        return List.of(
                Load.warm("search-flag", "SEARCH UNSEEN", 1, run -> search(run, "UNSEEN")),
                Load.warm(
                        "search-flags",
                        "SEARCH ANSWERED UNFLAGGED SEEN",
                        1,
                        run -> search(run, "ANSWERED UNFLAGGED SEEN")),
                Load.warm(
                        "search-since",
                        "SEARCH SINCE (the last year)",
                        0,
                        run -> search(run, "SINCE 1-Jan-2025")),
                Load.warm(
                        "search-subject",
                        "SEARCH SUBJECT",
                        0,
                        run -> search(run, "SUBJECT " + word(run, 900))),
                Load.warm(
                        "search-from",
                        "SEARCH FROM",
                        0,
                        run -> search(run, "FROM sender" + (100 + run.round()) + "@")),
                Load.warm(
                        "search-body",
                        "SEARCH BODY",
                        20,
                        run -> search(run, "BODY " + word(run, 1500))),
                Load.warm(
                        "search-text",
                        "SEARCH TEXT",
                        20,
                        run -> search(run, "TEXT " + word(run, 1800))),
                Load.warm(
                        "search-body-not",
                        "SEARCH BODY, found nowhere",
                        20,
                        run -> search(run, "BODY qzx" + (char) ('c' + run.round()) + "wvk")),
                Load.warm(
                        "sort-date",
                        "SORT (REVERSE DATE)",
                        1,
                        run -> one(run, "SORT (REVERSE DATE) UTF-8 ALL")),
                Load.warm(
                        "sort-arrival",
                        "SORT (REVERSE ARRIVAL)",
                        1,
                        run -> one(run, "SORT (REVERSE ARRIVAL) UTF-8 ALL")),
                Load.warm(
                        "sort-subject",
                        "SORT (SUBJECT)",
                        1,
                        run -> one(run, "SORT (SUBJECT) UTF-8 ALL")),
                Load.warm("sort-from", "SORT (FROM)", 1, run -> one(run, "SORT (FROM) UTF-8 ALL")),
                Load.warm("thread", "THREAD REFERENCES", 1, FindLoads::thread));
    }

    /** Another one each round, so that no answer of the last round serves; all ASCII. */
    private static String word(Run run, int rank) {
        int wanted = rank + 30 * (run.round() + 1);
        return Words.word(wanted - wanted % 3);
    }

    private static Figure search(Run run, String keys) throws Exception {
        return one(run, "SEARCH " + keys);
    }

    private static Figure one(Run run, String command) throws Exception {
        try (var client = run.server().select(Role.BIG)) {
            var hits = new AtomicInteger();
            double took =
                    Timing.of(() -> client.command(command, one -> hits.addAndGet(hits(one))));
            return new Figure(took, hits + " hits");
        }
    }

    private static int hits(ImapClient response) {
        return response.startsWith("* SEARCH") || response.startsWith("* SORT")
                ? response.wordsAfterTwo()
                : 0;
    }

    private static Figure thread(Run run) throws Exception {
        try (var client = run.server().select(Role.BIG)) {
            var messages = new AtomicInteger();
            double took =
                    Timing.of(() ->
                            client.command(
                                    "THREAD REFERENCES UTF-8 ALL",
                                    one ->
                                            messages.addAndGet(
                                                    one.startsWith("* THREAD")
                                                            ? one.numbers()
                                                            : 0)));
            return new Figure(took, messages + " messages");
        }
    }
}
