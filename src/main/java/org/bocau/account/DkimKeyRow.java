package org.bocau.account;

import java.time.Instant;

/**
 * A key that a domain of ours signs its mail with. RFC 6376 §3.1, §3.6.
 *
 * @param selector its record is at {@code <selector>._domainkey.<domain>}
 * @param algorithm its name as the signer knows it
 * @param sealed the private key, sealed
 * @param record the TXT record that publishes the public one
 * @param changedAt when it came into this state
 */
public record DkimKeyRow(
        long id,
        String selector,
        String algorithm,
        byte[] sealed,
        String record,
        State state,
        Instant createdAt,
        Instant changedAt) {

    /** A key goes through these in order and never back. */
    public enum State {
        /** To be published; it does not sign, for nobody could verify it yet. */
        WAITING,
        SIGNING,
        /** Signs no more; its record stays until what it signed has arrived everywhere. */
        RETIRED
    }

    @Override
    public String toString() { // nothing of the key
        return selector + " " + algorithm + " " + state;
    }
}
