package org.bocau.mailauth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one signature.
 *
 * @param domain d=, who takes responsibility; empty where it cannot be read
 * @param selector s=, likewise
 * @param algorithm a= as it stands there, likewise
 * @param identity i=, or null
 * @param signature the start of b=, which tells several signatures of a domain apart (RFC 6008)
 * @param reason in a few words, or null for a pass
 */
public record DkimResult(
        Result result,
        String domain,
        String selector,
        String algorithm,
        @Nullable String identity,
        String signature,
        @Nullable String reason) {

    /** RFC 8601 §2.7.1. */
    public enum Result {
        /** The signature is sound, and all of the body is signed. */
        PASS,
        /** Header or body is not what was signed. */
        FAIL,
        /** Sound, but not acceptable here: part of the body is not signed. */
        POLICY,
        /** A failure of a domain that is only testing. */
        NEUTRAL,
        /** DNS does not answer. */
        TEMPERROR,
        /** Not a usable signature, or no usable key. */
        PERMERROR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
