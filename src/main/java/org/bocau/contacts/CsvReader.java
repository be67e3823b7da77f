package org.bocau.contacts;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of values, RFC 4180; commas, semicolons or tabs, whichever the first line has most of. A
 * value may go over several lines within quotes. Bounded in columns and in the length of a value.
 */
final class CsvReader {
    static final int MOST_COLUMNS = 300;
    private static final int LONGEST_VALUE = 20_000;
    private static final int LOOK_AHEAD = 8192;

    private final PushbackReader in;
    private final char separator;
    private int line = 1;

    CsvReader(Reader reader) throws IOException {
        in = new PushbackReader(reader, LOOK_AHEAD);
        separator = separator();
    }

    /** The line that the next row begins on, from 1. */
    int line() {
        return line;
    }

    private char separator() throws IOException {
        var ahead = new char[LOOK_AHEAD];
        int n = in.read(ahead, 0, ahead.length);
        if (n <= 0) return ',';
        in.unread(ahead, 0, n);
        var counts = new int[3];
        boolean quoted = false;
        for (int i = 0; i < n && (quoted || ahead[i] != '\n'); i++) {
            if (ahead[i] == '"') quoted = !quoted;
            int which = ",;\t".indexOf(ahead[i]);
            if (!quoted && which >= 0) counts[which]++;
        }
        if (counts[2] > counts[0] && counts[2] > counts[1]) return '\t';
        return counts[1] > counts[0] ? ';' : ',';
    }

    /** The next row that is not empty; null at the end. */
    @Nullable List<String> next() throws IOException {
        while (true) {
            int c = in.read();
            if (c < 0) return null;
            in.unread(c);
            var row = row();
            if (!row.stream().allMatch(String::isBlank)) return row;
        }
    }

    private List<String> row() throws IOException {
        var row = new ArrayList<String>();
        var value = new StringBuilder();
        boolean quoted = false;
        while (true) {
            int c = in.read();
            if (c == '\n') line++;
            if (c == '"' && (quoted || value.toString().isBlank())) {
                if (quoted && peek() == '"') {
                    in.read();
                    append(value, '"');
                } else {
                    if (!quoted) value.setLength(0);
                    quoted = !quoted;
                }
            } else if (c < 0 || (!quoted && (c == separator || c == '\n'))) {
                if (row.size() < MOST_COLUMNS) row.add(value.toString().strip());
                value.setLength(0);
                if (c < 0 || c == '\n') return row;
            } else if (c != '\r' || quoted) {
                append(value, (char) c);
            }
        }
    }

    private static void append(StringBuilder value, char c) {
        if (value.length() < LONGEST_VALUE) value.append(c);
    }

    private int peek() throws IOException {
        int c = in.read();
        if (c >= 0) in.unread(c);
        return c;
    }
}
