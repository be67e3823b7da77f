package org.bocau.contacts;

import java.util.List;

/**
 * A page of the list.
 *
 * @param number from 1
 * @param total how many there are on all pages
 */
record ContactPage(List<ContactLine> lines, int number, long total) {
    static final int ROWS = 100;

    public boolean empty() {
        return lines.isEmpty();
    }

    public boolean hasPrevious() {
        return number > 1;
    }

    public boolean hasNext() {
        return (long) number * ROWS < total;
    }

    public long first() {
        return (long) (number - 1) * ROWS + 1;
    }

    public long last() {
        return first() + lines.size() - 1;
    }
}
