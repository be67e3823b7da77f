package org.bocau.mailclient;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bocau.search.Expression;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One search over the folders of an account: one ESEARCH for all that are asked the same (RFC
 * 7377), where the server has it. What it found is merged by the moment of arrival, newest first,
 * from a place on. One request; owned by its thread.
 */
public final class AccountSearch {
    /** So many UIDs of a folder are told with the count; when there are more, it is sorted. */
    private static final int TOLD = 200;

    private static final int MOST_WINDOWS = 20;
    private static final Logger log = LoggerFactory.getLogger(AccountSearch.class);

    private final ImapConnection connection;
    private final SearchScope scope;
    private final Instant now;
    private final ZoneId zone;

    public AccountSearch(ImapConnection connection, SearchScope scope, Instant now, ZoneId zone) {
        this.connection = connection;
        this.scope = scope;
        this.now = now;
        this.zone = zone;
    }

    /**
     * What there is in one folder.
     *
     * @param uids all of them, or the highest when there are more
     */
    private record Matches(Folder folder, Expression asked, long count, long[] uids) {
        boolean complete() {
            return uids.length >= count;
        }
    }

    /** A message that was found. */
    public record Place(Folder folder, long uid, long second) {
        /** Newest first; what came in the same second has an order too, always the same. */
        static final Comparator<Place> NEWEST_FIRST =
                Comparator.comparingLong(Place::second)
                        .reversed()
                        .thenComparing(place -> place.folder().path().segment())
                        .thenComparing(Comparator.comparingLong(Place::uid).reversed());

        /** As a link has it: {@code 1763800000:42:inbox}. */
        public String cursor() {
            return second + ":" + uid + ":" + folder.path();
        }
    }

    /**
     * A page.
     *
     * @param total how many were found
     * @param more older ones follow
     */
    public record Newest(List<Place> places, long total, boolean more) {}

    /**
     * The newest that were found.
     *
     * @param after a {@link Place#cursor}: only what comes after it; null, or anything else, from
     *     the newest
     */
    public Newest newest(@Nullable String after, int wanted) throws ProtocolException, IOException {
        var cursor = cursor(after);
        var matches = matches("PARTIAL -1:-" + TOLD + " COUNT");
        var places = new ArrayList<Place>();
        for (var one : matches) {
            try {
                places.addAll(places(one, cursor, wanted + 1));
            } catch (CommandFailedException gone) {
                log.debug("{} was deleted while it was searched", one.folder().path(), gone);
            }
        }
        places.sort(Place.NEWEST_FIRST);
        boolean more = places.size() > wanted;
        long total = matches.stream().mapToLong(Matches::count).sum();
        return new Newest(
                List.copyOf(places.subList(0, Math.min(wanted, places.size()))), total, more);
    }

    /** The UIDs of all that is found, ascending, by folder. */
    public Map<Folder, long[]> all() throws ProtocolException, IOException {
        var all = new LinkedHashMap<Folder, long[]>();
        for (var one : matches("ALL"))
            all.put(one.folder(), Arrays.stream(one.uids()).sorted().toArray());
        return all;
    }

    // --- what was found -------------------------------------------------------------------------

    private List<Matches> matches(String returned) throws ProtocolException, IOException {
        var matches = new ArrayList<Matches>();
        for (var asked : scope.folders().entrySet()) {
            matches.addAll(
                    connection.hasCapability("MULTISEARCH")
                            ? atOnce(asked.getKey(), asked.getValue(), returned)
                            : oneByOne(asked.getKey(), asked.getValue()));
        }
        return matches;
    }

    private List<Matches> atOnce(Expression asked, List<Folder> folders, String returned)
            throws ProtocolException {
        var arguments = new Argument();
        var names = new Argument();
        for (var folder : folders) connection.name(names, folder.name());
        arguments
                .writeAtom("IN")
                .writeArgument(new Argument().writeAtom("mailboxes").writeArgument(names));
        arguments.writeAtom("RETURN (" + returned + ")");
        arguments.append(keys(asked));
        var byName =
                folders.stream()
                        .collect(Collectors.toMap(Folder::name, Function.identity(), (a, _) -> a));
        var matches = new ArrayList<Matches>();
        for (var found : FoundUids.of(connection.run("ESEARCH", arguments))) {
            var folder = byName.get(found.mailbox());
            if (folder != null && found.count() > 0) {
                matches.add(new Matches(folder, asked, found.count(), found.uids()));
            }
        }
        return matches;
    }

    /** The search program, its charset before it where it needs one. */
    private Argument keys(Expression asked) {
        var keys = new SearchKeys(connection, now, zone);
        var program = keys.of(asked);
        if (keys.ascii()) return program;
        return new Argument().writeAtom("CHARSET").writeAtom("UTF-8").append(program);
    }

    private List<Matches> oneByOne(Expression asked, List<Folder> folders)
            throws ProtocolException {
        var matches = new ArrayList<Matches>();
        for (var folder : folders) {
            try {
                connection.enter(folder.name());
            } catch (CommandFailedException _) {
                continue;
            }
            var uids = connection.found("UID SEARCH", keys(asked));
            if (uids.length > 0) matches.add(new Matches(folder, asked, uids.length, uids));
        }
        return matches;
    }

    // --- in the order of arrival ----------------------------------------------------------------

    /** What comes after the cursor in one folder; more than wanted only by chance. */
    private List<Place> places(Matches matches, @Nullable Place cursor, int wanted)
            throws ProtocolException {
        connection.enter(matches.folder().name());
        boolean sorts = connection.hasCapability("ESORT") && connection.hasCapability("PARTIAL");
        if (!sorts || (matches.complete() && matches.uids().length <= TOLD)) {
            return after(cursor, dated(matches.folder(), highest(matches.uids())));
        }
        var places = new ArrayList<Place>();
        for (int window = 0; window < MOST_WINDOWS && places.size() < wanted; window++) {
            var uids = sorted(matches, cursor, window * TOLD);
            places.addAll(after(cursor, dated(matches.folder(), uids)));
            if (uids.length < TOLD) break;
        }
        return places;
    }

    private static long[] highest(long[] uids) {
        var ascending = Arrays.stream(uids).sorted().toArray();
        return Arrays.copyOfRange(
                ascending, Math.max(0, ascending.length - MOST_WINDOWS * TOLD), ascending.length);
    }

    private long[] sorted(Matches matches, @Nullable Place cursor, int from)
            throws ProtocolException {
        var keys = new SearchKeys(connection, now, zone);
        var asked = keys.of(matches.asked());
        var arguments = new Argument();
        arguments.writeAtom("RETURN (PARTIAL " + (from + 1) + ":" + (from + TOLD) + ")");
        arguments.writeAtom("(REVERSE ARRIVAL)");
        arguments.writeAtom("UTF-8");
        if (cursor != null) {
            // By the day, so that what came in the second of the cursor is among them
            long ago = now.getEpochSecond() - cursor.second();
            if (ago > 1 && connection.hasCapability("WITHIN"))
                arguments.writeAtom("OLDER").writeNumber(ago - 1);
        }
        arguments.append(asked);
        var found = FoundUids.of(connection.run("UID SORT", arguments));
        return found.isEmpty() ? new long[0] : found.getFirst().uids();
    }

    private List<Place> dated(Folder folder, long[] uids) throws ProtocolException {
        var places = new ArrayList<Place>();
        for (var fetch : connection.fetchUids(uids, "UID INTERNALDATE")) {
            var date = fetch.getItem(org.eclipse.angus.mail.imap.protocol.INTERNALDATE.class);
            long uid = ImapConnection.uid(fetch);
            if (uid == 0 || date == null) continue; // flags of another message, told on the way
            var at = date.getDate();
            long second = at == null ? 0 : at.toInstant().getEpochSecond();
            places.add(new Place(folder, uid, second));
        }
        return places;
    }

    private static List<Place> after(@Nullable Place cursor, List<Place> places) {
        if (cursor == null) return places;
        return places.stream()
                .filter(place -> Place.NEWEST_FIRST.compare(cursor, place) < 0)
                .toList();
    }

    /** A place that is compared with and no more; the folder need not be there any longer. */
    private static @Nullable Place cursor(@Nullable String text) {
        if (text == null || text.length() > 1000) return null;
        var parts = text.split(":", 3);
        if (parts.length < 3) return null;
        try {
            var path = new MailboxPath(parts[2]);
            var folder = new Folder(path, "", "", null, null, 0, false, 0, 0, 0);
            return new Place(folder, Long.parseLong(parts[1]), Long.parseLong(parts[0]));
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
