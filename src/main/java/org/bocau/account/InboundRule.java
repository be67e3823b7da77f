package org.bocau.account;

/** What a domain of ours does with mail that fails the DMARC policy of the domain it names. */
public enum InboundRule {
    /** What the sender's domain asks for: refuse, Junk, or nothing. */
    FOLLOW,
    /** Nothing: all of it goes where mail goes. */
    ACCEPT,
    /** At most Junk: none is refused. */
    JUNK,
    /** What the sender's domain would have in quarantine is refused too. */
    REJECT
}
