package org.bocau.mailclient;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a page knew of a folder when it was made. Written as one word, so that a page can hand it
 * back and be told what it has missed.
 *
 * @param uidNext what the next message will have, RFC 3501 §2.3.1.1
 * @param total messages
 * @param unseen of them
 */
public record FolderState(long uidNext, long total, long unseen) {
    private static final Pattern WRITTEN =
            Pattern.compile("([1-9]\\d{0,9})\\.(\\d{1,10})\\.(\\d{1,10})");

    /** How many have come since the other; some of them may have gone again. */
    public int arrivedSince(FolderState other) {
        return Math.clamp(uidNext - other.uidNext, 0, Integer.MAX_VALUE);
    }

    /** Reads what {@code toString} has written; null for anything else. */
    public static @Nullable FolderState read(String text) {
        var found = WRITTEN.matcher(text);
        if (!found.matches()) return null;
        return new FolderState(
                Long.parseLong(found.group(1)),
                Long.parseLong(found.group(2)),
                Long.parseLong(found.group(3)));
    }

    @Override
    public String toString() {
        return uidNext + "." + total + "." + unseen;
    }
}
