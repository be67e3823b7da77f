package org.bocau.message;

/** The base subject of RFC 5256 §2.1: what is left without reply and forward marks. */
final class BaseSubject {
    /** Beyond any real subject; keeps "[a][b][c]…" from costing its square. */
    private static final int LONGEST = 1000;

    private final String text;
    private int from;
    private int to;
    private boolean marked;

    private BaseSubject(String text) {
        this.text = text;
        this.to = text.length();
    }

    /**
     * @param subject decoded
     */
    static BaseSubject of(String subject) {
        var base = new BaseSubject(collapsed(HeaderField.cut(subject, LONGEST)));
        base.strip();
        return base;
    }

    /** As {@code i;unicode-casemap} compares it; may be empty. */
    String key() {
        return UnicodeCasemap.key(text.substring(from, to));
    }

    /** A reply or forward: a mark of one was taken away. RFC 5256 §3 */
    boolean reply() {
        return marked;
    }

    /** Step 1: tabs are spaces, several are one. */
    private static String collapsed(String subject) {
        var out = new StringBuilder();
        for (int i = 0; i < subject.length(); i++) {
            char c = Ascii.isBlank(subject.charAt(i)) ? ' ' : subject.charAt(i);
            if (c != ' ' || out.isEmpty() || out.charAt(out.length() - 1) != ' ') {
                out.append(c);
            }
        }
        return out.toString();
    }

    private void strip() {
        do {
            while (trailer()) {} // step 2
            while (leader() || blob()) {} // steps 3 to 5
        } while (forwarded()); // step 6
    }

    /** subj-trailer = "(fwd)" / WSP. */
    private boolean trailer() {
        int length = to - from;
        if (length > 0 && text.charAt(to - 1) == ' ') {
            to--;
            return true;
        }
        if (length >= 5 && text.regionMatches(true, to - 5, "(fwd)", 0, 5)) {
            to -= 5;
            marked = true;
            return true;
        }
        return false;
    }

    /** subj-leader = (*subj-blob subj-refwd) / WSP. */
    private boolean leader() {
        if (from < to && text.charAt(from) == ' ') {
            from++;
            return true;
        }
        int at = from;
        int next = afterBlob(at);
        while (next > at) {
            at = next;
            next = afterBlob(at);
        }
        int end = afterRefwd(at);
        if (end < 0) {
            return false;
        }
        from = end;
        marked = true;
        return true;
    }

    /** subj-refwd = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":". */
    private int afterRefwd(int start) {
        int at;
        if (text.regionMatches(true, start, "re", 0, 2)) {
            at = start + 2;
        } else if (text.regionMatches(true, start, "fwd", 0, 3)) {
            at = start + 3;
        } else if (text.regionMatches(true, start, "fw", 0, 2)) {
            at = start + 2;
        } else {
            return -1;
        }
        at = afterBlob(skipSpaces(at));
        return at < to && text.charAt(at) == ':' ? at + 1 : -1;
    }

    /** Step 4: a blob in front goes unless nothing would be left. */
    private boolean blob() {
        int next = afterBlob(from);
        if (next == from || next >= to) {
            return false;
        }
        from = next;
        return true;
    }

    /** subj-blob = "[" *BLOBCHAR "]" *WSP; returns {@code start} when there is none. */
    private int afterBlob(int start) {
        if (start >= to || text.charAt(start) != '[') {
            return start;
        }
        for (int at = start + 1; at < to; at++) {
            char c = text.charAt(at);
            if (c == ']') {
                return skipSpaces(at + 1);
            }
            if (c == '[') {
                break;
            }
        }
        return start;
    }

    private int skipSpaces(int start) {
        int at = start;
        while (at < to && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    /** subj-fwd-hdr = "[fwd:", subj-fwd-trl = "]". */
    private boolean forwarded() {
        boolean found =
                to - from >= 6
                        && text.regionMatches(true, from, "[fwd:", 0, 5)
                        && text.charAt(to - 1) == ']';
        if (found) {
            from += 5;
            to--;
            marked = true;
        }
        return found;
    }
}
