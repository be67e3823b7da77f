package org.bocau.account;

/** Who may send to a mailing list. Addresses of ours count only for who has logged in. */
public enum Posting {
    /** Its members and its owners. */
    MEMBERS,
    /** Its owners: an announcement list. */
    OWNERS,
    /** Whoever has an account in the list's own domain. */
    DOMAIN,
    /** Everybody in the world. */
    ANYBODY
}
