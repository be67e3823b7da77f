package org.bocau.contacts;

import java.io.Serializable;

/** Keys of this module's tables: the account comes first in every one, it is the shard key. */
final class OfAccount {
    private OfAccount() {}

    /** A contact, or a group. */
    record Numbered(long accountId, long id) implements Serializable {}

    record Address(long accountId, long contactId, String canonical) implements Serializable {}

    record Member(long accountId, long groupId, long contactId) implements Serializable {}
}
