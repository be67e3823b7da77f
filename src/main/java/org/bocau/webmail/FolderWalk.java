package org.bocau.webmail;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bocau.mailclient.ImapConnection;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.jspecify.annotations.Nullable;

/**
 * Goes down a folder from the newest message, a window of positions at a time, and gathers
 * conversations: each stands where its newest message does. Which messages of a window are not the
 * newest of theirs is asked by one search for all conversations in it, so a page costs the same
 * wherever it is and however large the folder. One request; owned by its thread.
 */
final class FolderWalk {
    private static final String ITEMS = "UID FLAGS INTERNALDATE";
    private static final int WINDOW = 80;
    private static final int LARGEST_WINDOW = 1000; // while nothing new comes
    private static final int MOST_WINDOWS = 12;
    private static final int MOST_MESSAGES = 2000; // of all conversations of a window
    private static final int NEARBY = 8;
    private static final int MOST_LOOKS = 20;

    private final ImapConnection connection;
    private final boolean grouped;
    private final boolean byArrival;
    private final Map<String, List<Place>> threads = new HashMap<>();
    private boolean ended;
    private @Nullable ListCursor last;

    FolderWalk(ImapConnection connection, boolean conversations) throws ProtocolException {
        this.connection = connection;
        this.grouped = conversations && connection.knowsConversations();
        this.byArrival = connection.ordersByArrival();
    }

    /** What the order needs to know of a message. */
    private record Place(
            long uid,
            long arrival,
            boolean seen,
            boolean flagged,
            boolean answered,
            String thread) {
        static final Comparator<Place> NEWEST_FIRST =
                Comparator.comparingLong(Place::arrival).thenComparingLong(Place::uid).reversed();
    }

    /**
     * A conversation in this folder.
     *
     * @param uids newest first
     * @param thread its THREADID; empty where messages stand alone
     */
    record Group(
            List<Long> uids,
            String thread,
            boolean seen,
            boolean flagged,
            boolean answered,
            ListCursor cursor) {
        long newest() {
            return uids.getFirst();
        }

        private static Group of(List<Place> places, String thread, ListCursor cursor) {
            return new Group(
                    places.stream().map(Place::uid).toList(),
                    thread,
                    places.stream().allMatch(Place::seen),
                    places.stream().anyMatch(Place::flagged),
                    places.stream().anyMatch(Place::answered),
                    cursor);
        }
    }

    /** True when the last walk came to the end of the folder. */
    boolean ended() {
        return ended;
    }

    /** Down to where the last walk has looked: what it has not seen comes after it. */
    @Nullable ListCursor last() {
        return last;
    }

    /**
     * Conversations from this position down. One that goes on and on is passed in ever larger
     * steps, and after so many of them the walk stops, wherever it is.
     *
     * @param wanted how many at most
     * @param until nothing below this place; null for no such end
     */
    List<Group> from(int position, int wanted, @Nullable ListCursor until)
            throws ProtocolException {
        var groups = new ArrayList<Group>();
        int start = position;
        int size = WINDOW;
        for (int n = 0; n < MOST_WINDOWS; n++) {
            var uids = connection.newest(start, start + size - 1);
            var window = places(uids);
            int known = threads.size();
            for (int i = 0; i < window.size(); i += WINDOW) {
                var some = window.subList(i, Math.min(window.size(), i + WINDOW));
                learn(some);
                if (gather(some, start, uids, groups, wanted, until)) return groups;
            }
            if (uids.length < size) {
                ended = true;
                return groups;
            }
            start += size;
            size = threads.size() > known ? WINDOW : Math.min(2 * size, LARGEST_WINDOW);
        }
        return groups;
    }

    /**
     * Adds the conversations whose newest message is among these places.
     *
     * @return true when there are as many as are wanted, or {@code until} is reached
     */
    private boolean gather(
            List<Place> places,
            int start,
            long[] uids,
            List<Group> groups,
            int wanted,
            @Nullable ListCursor until) {
        for (var place : places) {
            var cursor =
                    new ListCursor(
                            place.uid(), place.arrival(), start + indexOf(uids, place.uid()));
            var members = threads.get(place.thread());
            if (members != null && members.getFirst().uid() == place.uid()) {
                boolean beyond = until != null && until.isBefore(place.arrival(), place.uid());
                if (beyond || groups.size() == wanted) return true;
                groups.add(Group.of(members, grouped ? place.thread() : "", cursor));
            }
            last = cursor;
        }
        return false;
    }

    private static int indexOf(long[] uids, long uid) {
        for (int i = 0; i < uids.length; i++) if (uids[i] == uid) return i;
        return 0;
    }

    /** In the order of the UIDs; expunged ones are missing. */
    private List<Place> places(long[] uids) throws ProtocolException {
        var places = new ArrayList<Place>();
        for (var fetch : connection.fetchUids(uids, grouped ? ITEMS + " THREADID" : ITEMS)) {
            if (fetch.getItemCount() > 2) places.add(place(fetch)); // else flags, told on the way
        }
        places.sort(Place.NEWEST_FIRST);
        return places;
    }

    private Place place(FetchResponse fetch) {
        long uid = ImapConnection.uid(fetch);
        var flags = ListRows.flags(fetch);
        var thread = grouped ? ImapConnection.objectId(fetch, "THREADID") : "";
        return new Place(
                uid,
                byArrival ? ListRows.received(fetch).getEpochSecond() : 0,
                flags.contains(jakarta.mail.Flags.Flag.SEEN),
                flags.contains(jakarta.mail.Flags.Flag.FLAGGED),
                flags.contains(jakarta.mail.Flags.Flag.ANSWERED),
                thread.isEmpty() ? "uid " + uid : thread);
    }

    /** Finds all messages of the conversations in a window that were not met before. */
    private void learn(List<Place> window) throws ProtocolException {
        var fresh = new LinkedHashSet<String>();
        var here = new HashSet<Long>();
        var members = new HashMap<String, List<Place>>();
        for (var place : window) {
            if (threads.containsKey(place.thread())) continue;
            fresh.add(place.thread());
            here.add(place.uid());
            members.computeIfAbsent(place.thread(), _ -> new ArrayList<>()).add(place);
        }
        if (grouped) {
            long[] all = connection.inThreads(fresh);
            long[] elsewhere = LongStream.of(all).filter(uid -> !here.contains(uid)).toArray();
            for (var place : places(MessageLists.newest(elsewhere, null, MOST_MESSAGES))) {
                var list = members.get(place.thread());
                if (list != null) list.add(place);
            }
        }
        members.values().forEach(list -> list.sort(Place.NEWEST_FIRST));
        threads.putAll(members);
    }

    /** The position of the first message below this place. */
    int below(ListCursor cursor) throws ProtocolException {
        int first = Math.max(1, cursor.position() - NEARBY);
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            var uids = connection.newest(first, first + 2 * NEARBY);
            var near = places(uids);
            int above =
                    (int)
                            near.stream()
                                    .takeWhile(p -> !cursor.isBefore(p.arrival(), p.uid()))
                                    .count();
            if (above == 0 && first > 1) {
                first = Math.max(1, first - WINDOW); // much has gone since
            } else if (above == near.size() && uids.length > 2 * NEARBY) {
                first += uids.length; // much has come
            } else {
                return first + above;
            }
        }
        return first;
    }

    /** A position from which this message is not far; 1 when it has gone. */
    int near(long uid) throws ProtocolException {
        for (var fetch : connection.fetchUid(uid, "UID INTERNALDATE")) {
            if (ImapConnection.uid(fetch) != uid) continue;
            return byArrival
                    ? 1 + connection.arrivedSince(dayAfter(ListRows.received(fetch)))
                    : connection.exists() - fetch.getNumber() + 1;
        }
        return 1;
    }

    private static java.time.LocalDate dayAfter(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate().plusDays(1);
    }
}
