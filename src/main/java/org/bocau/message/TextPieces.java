package org.bocau.message;

/**
 * Cuts a text of any length into pieces that are normalised for search. Each repeats the end of the
 * one before, so that what is no longer than the overlap and lies in the text lies in a piece.
 */
final class TextPieces implements TextSink.Target {
    /** Characters normalised at a time. */
    private static final int RAW = 32 * 1024;

    /** How far back a place to cut is looked for. */
    private static final int LOOK_BACK = 1024;

    private final MessageText.Pieces pieces;
    private final StringBuilder raw = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private int made;
    private int repeated; // characters at the start of text that the piece before ends in

    TextPieces(MessageText.Pieces pieces) {
        this.pieces = pieces;
    }

    @Override
    public void put(char c) {
        raw.append(c);
        if (raw.length() >= RAW && !Character.isHighSurrogate(c)) {
            normalise(cut());
        }
    }

    @Override
    public boolean full() {
        return false;
    }

    /** The text has ended: hands over what is left. There is always a piece, an empty one if so. */
    void end() {
        normalise(raw.length());
        if (made == 0 || text.length() > repeated) {
            pieces.piece(made, text.toString());
        }
    }

    private void normalise(int end) {
        text.append(SearchText.caseless(raw.substring(0, end)));
        raw.delete(0, end);
        while (text.length() > MessageText.PIECE) {
            int to = MessageText.PIECE;
            if (Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            pieces.piece(made, text.substring(0, to));
            made++;
            // Counted in code points, as the database counts.
            int keep = Character.offsetByCodePoints(text, to, -MessageText.OVERLAP);
            text.delete(0, keep);
            repeated = to - keep;
        }
    }

    /** Where the text can be cut without tearing apart what normalisation would compose. */
    private int cut() {
        for (int at = raw.length() - 1; at > raw.length() - LOOK_BACK; at--) {
            if (startsAnew(raw.charAt(at))) {
                return at;
            }
        }
        return raw.length();
    }

    private static boolean startsAnew(char c) {
        if (c < 0x300) {
            return true;
        }
        boolean vowelOrFinal = c >= 0x1160 && c <= 0x11ff; // Hangul, composed with what is before
        return !vowelOrFinal
                && !Character.isLowSurrogate(c)
                && switch (Character.getType(c)) {
                    case Character.NON_SPACING_MARK,
                            Character.COMBINING_SPACING_MARK,
                            Character.ENCLOSING_MARK ->
                            false;
                    default -> true;
                };
    }
}
