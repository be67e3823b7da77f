package org.bocau.admin;

import org.springframework.data.domain.PageRequest;

/** How long the console's lists are. */
final class Paging {
    static final int ROWS = 50;
    private static final int LAST = 100_000;

    private Paging() {}

    /**
     * @param page from the address, 1 is the first; anything else is bent to what can be
     */
    static PageRequest of(int page) {
        return PageRequest.of(Math.clamp(page, 1, LAST) - 1, ROWS);
    }
}
