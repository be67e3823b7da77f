package org.bocau.actions;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.bocau.mailclient.FreshArrival;
import org.bocau.mailclient.ImapConnection;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.triage.Uids;
import org.bocau.webmail.ListRows;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Brings messages back on top of a list: of each conversation the newest one arrives now, unless
 * something newer of it is there already, a reply for instance. The others stay as old as they are.
 */
@Service
class Awakening {
    private static final Logger log = LoggerFactory.getLogger(Awakening.class);

    private final MailClient client;
    private final FreshArrival arrival;
    private final Clock clock;

    Awakening(MailClient client, FreshArrival arrival, Clock clock) {
        this.client = client;
        this.arrival = arrival;
        this.clock = clock;
    }

    /**
     * @param thread THREADID; empty where the server has none
     */
    private record Sleeper(long uid, String thread, Instant arrived) {
        private static Sleeper of(org.eclipse.angus.mail.imap.protocol.FetchResponse fetch) {
            return new Sleeper(
                    ImapConnection.uid(fetch),
                    ImapConnection.objectId(fetch, "THREADID"),
                    ListRows.received(fetch));
        }

        String conversation() {
            return thread.isEmpty() ? "uid " + uid : thread;
        }
    }

    /**
     * Moves those that come to the top; the rest is for the caller to move. What the server refuses
     * (no room for a second copy, too large) is among the rest.
     */
    Risen rise(MailAccount account, String from, Uids uids, String target) {
        var asleep = client.in(account, from, connection -> sleepers(connection, uids.array()));
        var newest = new LinkedHashMap<String, Sleeper>();
        for (var one : asleep)
            newest.merge(
                    one.conversation(), one, (a, b) -> b.arrived().isBefore(a.arrived()) ? a : b);
        for (var there : there(account, target, asleep))
            newest.computeIfPresent(
                    there.conversation(),
                    (_, top) -> there.arrived().isAfter(top.arrived()) ? null : top);
        var moved =
                client.in(
                        account,
                        from,
                        connection -> rise(connection, List.copyOf(newest.values()), target));
        var before = new HashMap<Long, Instant>();
        for (var one : asleep) before.put(one.uid(), one.arrived());
        before.keySet().retainAll(LongStream.of(moved.from()).boxed().toList());
        return new Risen(moved, before);
    }

    /**
     * What came to the top.
     *
     * @param before when each arrived before, by the UID it had
     */
    record Risen(Moved moved, Map<Long, Instant> before) {}

    /**
     * The way back: moves messages so that they arrived when they did before. What the server
     * refuses is for the caller to move.
     */
    Moved lieDown(MailAccount account, String from, Uids uids, String target, Instant arrived) {
        return client.in(
                account, from, connection -> moved(connection, uids.array(), target, arrived));
    }

    private static List<Sleeper> sleepers(ImapConnection connection, long[] uids)
            throws ProtocolException {
        var items =
                connection.hasCapability("OBJECTID")
                        ? "UID INTERNALDATE THREADID"
                        : "UID INTERNALDATE";
        return connection.fetchUids(uids, items).stream()
                .map(Sleeper::of)
                .filter(one -> one.uid() != 0 && !one.arrived().equals(Instant.EPOCH))
                .toList();
    }

    /** What of their conversations is in the target. */
    private List<Sleeper> there(MailAccount account, String target, List<Sleeper> asleep) {
        var threads =
                asleep.stream()
                        .map(Sleeper::thread)
                        .filter(thread -> !thread.isEmpty())
                        .distinct()
                        .toList();
        return client.in(
                account,
                target,
                connection -> {
                    var there = new ArrayList<Sleeper>();
                    for (int i = 0; i < threads.size(); i += ImapConnection.MOST_THREADS) {
                        int end = Math.min(threads.size(), i + ImapConnection.MOST_THREADS);
                        var uids = connection.inThreads(threads.subList(i, end));
                        there.addAll(sleepers(connection, uids));
                    }
                    return there;
                });
    }

    private Moved rise(ImapConnection connection, List<Sleeper> tops, String target)
            throws ProtocolException, IOException {
        var uids = tops.stream().mapToLong(Sleeper::uid).toArray();
        return moved(connection, uids, target, clock.instant());
    }

    private Moved moved(ImapConnection connection, long[] uids, String target, Instant arrived)
            throws ProtocolException, IOException {
        var from = LongStream.builder();
        var to = LongStream.builder();
        for (long uid : uids) {
            var there = moved(connection, uid, target, arrived);
            if (there.isEmpty()) continue;
            from.add(uid);
            to.add(there.getAsLong());
        }
        return new Moved(from.build().toArray(), to.build().toArray());
    }

    private OptionalLong moved(ImapConnection connection, long uid, String target, Instant arrived)
            throws ProtocolException, IOException {
        try {
            return arrival.move(connection, uid, target, arrived);
        } catch (CommandFailedException refused) {
            log.info("a message keeps its place in the list: {}", refused.getMessage());
            return OptionalLong.empty();
        }
    }
}
