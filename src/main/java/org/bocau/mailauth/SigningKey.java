package org.bocau.mailauth;

import java.security.PrivateKey;

/**
 * What a domain signs with.
 *
 * @param domain the d= of its signatures
 * @param selector the s=, below which the public key is published
 */
public record SigningKey(
        String domain, String selector, Algorithm algorithm, PrivateKey privateKey) {

    /** Nothing of the key. */
    @Override
    public String toString() {
        return selector + "._domainkey." + domain + " " + algorithm;
    }
}
