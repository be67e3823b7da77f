package org.bocau.transfer;

import java.util.Locale;

/**
 * Something that was not imported, or not as it was.
 *
 * @param about a file's name or a subject, as people may read it
 * @param number a place in the file, octets or a count; 0 where none is meant
 */
record ImportNote(Kind kind, String about, long number) {
    static final int LONGEST = 200;

    /** What was the matter. */
    enum Kind {
        /** Lines of a file before its first message. */
        LINES,
        /** No message: it has no header. */
        NO_MESSAGE,
        /** Neither mail nor anything that mail programs keep beside it. */
        NOT_MAIL,
        /** Larger than a message may be. */
        TOO_LARGE,
        /** The server does not want it. */
        REFUSED,
        /** A name that leads out of the archive. */
        UNSAFE_NAME,
        /** An entry that cannot be unpacked: damaged, or encrypted. */
        UNREADABLE,
        /** The server does not make such a folder. */
        NO_FOLDER,
        /** The account is full: the import ended. */
        NO_ROOM,
        /** Unpacks to too much: the import ended. */
        BOMB,
        /** The mail server went away at it again and again: the import ended. */
        NO_ANSWER,
        /** The file ended or was damaged: the import ended. */
        BROKEN
    }

    ImportNote {
        if (about.length() > LONGEST) {
            int end = Character.isHighSurrogate(about.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
            about = about.substring(0, end);
        }
    }

    /** Of its words. */
    public String key() {
        return "transfer.note." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
