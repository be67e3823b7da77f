package org.bocau.imap;

/**
 * What names a thing for ever, whatever it is called and wherever it is moved. RFC 8474 §4. A
 * letter, so that no two kinds look the same, and the store's number, which is given once.
 */
enum ObjectId {
    MAILBOX('F'),
    EMAIL('M'),
    THREAD('T');

    private static final int LONGEST = 255;

    private final char letter;

    ObjectId(char letter) {
        this.letter = letter;
    }

    /** {@code (F42)}: as all responses have it. */
    String of(long number) {
        return "(" + letter + number + ")";
    }

    /**
     * {@code objectid = 1*255(ALPHA / DIGIT / "_" / "-")}.
     *
     * @return the store's number; 0, which names nothing, when the id was never given out here
     */
    long parse(ImapReader in) {
        String id = in.atom();
        boolean wellFormed =
                id.length() <= LONGEST
                        && id.chars()
                                .allMatch(
                                        c -> Character.isLetterOrDigit(c) || "_-".indexOf(c) >= 0);
        if (!wellFormed) {
            throw ImapRefusal.bad("object id expected");
        }
        String digits = id.substring(1);
        boolean ours = id.charAt(0) == letter && digits.matches("[1-9][0-9]{0,17}");
        return ours ? Long.parseLong(digits) : 0;
    }
}
