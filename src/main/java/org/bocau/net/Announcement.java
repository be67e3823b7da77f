package org.bocau.net;

import java.util.List;

/**
 * What a module tells the person who starts the server, printed once when all is up: the set-up
 * link, the demo's passwords. All beans of this type are asked.
 */
@FunctionalInterface
public interface Announcement {
    /** Lines to print, in order; may be empty. */
    List<String> lines();
}
