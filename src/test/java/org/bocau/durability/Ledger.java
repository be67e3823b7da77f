package org.bocau.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one mailbox must hold: what was acknowledged, and what was asked for and not answered, which
 * may be done or not, but never by half. Remembers every UID it has ever met.
 */
final class Ledger {
    private final String name;
    private final Map<Long, String> present = new TreeMap<>();
    private final Map<Long, String> ever = new HashMap<>();
    private final List<String> arrived = new ArrayList<>(); // under a UID nobody was told
    private final List<Doubt> doubts = new ArrayList<>();
    private long uidValidity;

    Ledger(String name) {
        this.name = name;
    }

    /** A change that was asked for and has not been answered. */
    static final class Doubt {
        private final List<String> coming;
        private final Set<Long> going;
        private @Nullable Boolean done;

        private Doubt(List<String> coming, Set<Long> going) {
            this.coming = coming;
            this.going = going;
        }

        /** Whether it was done: known once it was answered, or the mailbox was looked at. */
        boolean done() {
            return Boolean.TRUE.equals(done);
        }
    }

    /** What a mailbox holds: digests by UID. */
    record Contents(long uidValidity, long uidNext, Map<Long, String> messages) {}

    /** Messages are about to be put there. */
    synchronized Doubt coming(List<String> digests) {
        return doubt(new Doubt(List.copyOf(digests), Set.of()));
    }

    /** Messages are about to be removed. */
    synchronized Doubt going(Collection<Long> uids) {
        return doubt(new Doubt(List.of(), Set.copyOf(uids)));
    }

    private Doubt doubt(Doubt doubt) {
        doubts.add(doubt);
        return doubt;
    }

    /** It was acknowledged. */
    synchronized void done(Doubt doubt) {
        settle(doubt);
        arrived.addAll(doubt.coming);
        present.keySet().removeAll(doubt.going);
    }

    /** It was acknowledged, and the UIDs told in the order of the messages. */
    synchronized void done(Doubt doubt, List<Long> uids) {
        settle(doubt);
        assertThat(uids).as(name + ": a UID for each").hasSameSizeAs(doubt.coming);
        for (int i = 0; i < uids.size(); i++) {
            meet(uids.get(i), doubt.coming.get(i));
            present.put(uids.get(i), doubt.coming.get(i));
        }
    }

    /** It was answered, by saying that nothing was done. */
    synchronized void notDone(Doubt doubt) {
        doubt.done = false;
        doubts.remove(doubt);
    }

    /** A message that arrived was met under its UID. */
    synchronized void met(long uid, String digest) {
        meet(uid, digest);
        if (arrived.remove(digest)) {
            present.put(uid, digest);
        }
    }

    private void settle(Doubt doubt) {
        doubt.done = true;
        doubts.remove(doubt);
    }

    private void meet(long uid, String digest) {
        var before = ever.putIfAbsent(uid, digest);
        if (before != null) {
            assertThat(digest).as(name + ": UID " + uid + " means one message").isEqualTo(before);
        }
    }

    synchronized String digest(long uid) {
        var digest = ever.get(uid);
        if (digest == null) {
            throw new AssertionError(name + ": nobody has heard of UID " + uid);
        }
        return digest;
    }

    /** The oldest, all but some. */
    synchronized List<Long> allBut(int youngest) {
        var all = List.copyOf(present.keySet());
        return all.subList(0, Math.max(0, all.size() - youngest));
    }

    /** Requires what must be there to be there, and nothing else; what is there counts from now. */
    synchronized void compare(Contents now) {
        assertThat(uidValidity == 0 || uidValidity == now.uidValidity())
                .as(name + ": UIDVALIDITY stays")
                .isTrue();
        uidValidity = now.uidValidity();
        now.messages().forEach(this::meet);
        assertThat(ever.keySet()).as(name + ": UIDNEXT").allMatch(uid -> uid < now.uidNext());
        compareGone(now.messages().keySet());
        compareNew(now.messages());
        present.clear();
        present.putAll(now.messages());
        arrived.clear();
        doubts.clear();
    }

    private void compareGone(Set<Long> found) {
        var missing = new TreeSet<>(present.keySet());
        missing.removeAll(found);
        for (var doubt : doubts) {
            if (!doubt.going.isEmpty() && missing.containsAll(doubt.going)) {
                missing.removeAll(doubt.going);
                doubt.done = true;
            }
        }
        assertThat(missing).as(name + ": acknowledged, not removed, and lost").isEmpty();
    }

    private void compareNew(Map<Long, String> found) {
        var unknown =
                found.entrySet().stream()
                        .filter(one -> !present.containsKey(one.getKey()))
                        .map(Map.Entry::getValue)
                        .collect(Collectors.toCollection(ArrayList::new));
        for (var digest : arrived) {
            assertThat(unknown.remove(digest)).as(name + ": acknowledged: " + digest).isTrue();
        }
        for (var doubt : doubts) {
            if (!doubt.coming.isEmpty() && unknown.containsAll(doubt.coming)) {
                doubt.coming.forEach(unknown::remove);
                doubt.done = true;
            }
        }
        assertThat(unknown).as(name + ": twice, by half, removed before or damaged").isEmpty();
    }
}
