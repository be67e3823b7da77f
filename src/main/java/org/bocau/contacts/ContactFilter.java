package org.bocau.contacts;

import org.jspecify.annotations.Nullable;

/**
 * Which contacts.
 *
 * @param words each must be somewhere in the name, the organisation, an address or a number
 * @param group only of this group; null for all
 * @param collected true for those that mail was sent to and nobody wrote down, false for the
 *     others, null for both
 */
record ContactFilter(String words, @Nullable Long group, @Nullable Boolean collected) {
    static final ContactFilter ALL = new ContactFilter("", null, null);
}
