package org.bocau.webmail;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a folder's list, for links: the message that stands there, when it arrived, and how
 * many were above it. Arrival and UID say where to go on; the position only where to look first, so
 * mail that comes or goes meanwhile shifts nothing.
 *
 * @param arrival seconds since 1970; 0 where the server lists by UID alone
 * @param position 1 is the newest message
 */
record ListCursor(long uid, long arrival, int position) {
    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,10})\\.(-?[0-9]{1,12})\\.([0-9]{1,9})");

    /** Null when it is none, or none of ours: then the list begins at the top. */
    static @Nullable ListCursor parse(@Nullable String text) {
        var form = FORM.matcher(text == null ? "" : text);
        if (!form.matches()) return null;
        return new ListCursor(
                Long.parseLong(form.group(1)),
                Long.parseLong(form.group(2)),
                Math.max(1, Integer.parseInt(form.group(3))));
    }

    /** True when a message that arrived then comes after this place. */
    boolean isBefore(long otherArrival, long otherUid) {
        return otherArrival < arrival || (otherArrival == arrival && otherUid < uid);
    }

    /** The place just above: after it this message comes first. */
    ListCursor above() {
        return new ListCursor(uid + 1, arrival, Math.max(1, position - 1));
    }

    @Override
    public String toString() {
        return uid + "." + arrival + "." + position;
    }
}
