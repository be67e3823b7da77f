package org.bocau.transfer;

import java.util.Locale;

/** A file that no mail can be read from; status 422, and the page says why. */
final class UnusableFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    enum Reason {
        NONE,
        EMPTY,
        /** Neither a zip nor mail. */
        UNKNOWN,
        /** A zip that has no end, or is damaged. */
        BROKEN,
        /** Beyond the limits of an upload. */
        LARGE,
        /** Made to unpack to more than anybody has. */
        BOMB,
        /** Its time was over, or the server was restarted. */
        GONE,
        /** Another import of theirs is under way. */
        BUSY;

        String key() {
            return "transfer.refusal." + name().toLowerCase(Locale.ROOT);
        }
    }

    private final transient Reason reason;
    private final String file;

    UnusableFile(Reason reason, String file) {
        super(reason + " " + file, null, false, false);
        this.reason = reason;
        this.file = file;
    }

    Reason reason() {
        return reason;
    }

    /** Which one it was, for people. */
    String file() {
        return file;
    }
}
