package org.bocau.mailauth;

import java.util.Locale;

/**
 * Whether the author's domain vouches for a message, and what it asks for when not.
 *
 * @param domain of the author; empty where the From field has none that can be told
 * @param published the policy that applies, as published
 * @param asked what is to be done with this message: milder than published while the domain only
 *     tests; NONE unless the result is FAIL, or TEMPERROR because it may be one
 */
public record DmarcResult(Result result, String domain, DmarcPolicy published, DmarcPolicy asked) {

    /** The words of Authentication-Results. */
    public enum Result {
        /** The domain publishes no policy, or there is no author. */
        NONE,
        PASS,
        FAIL,
        /** DNS did not tell the policy, or whether somebody vouches who would do. */
        TEMPERROR,
        /** Nobody can tell for certain who the author is said to be. */
        PERMERROR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static DmarcResult without(Result result, String domain) {
        return new DmarcResult(result, domain, DmarcPolicy.NONE, DmarcPolicy.NONE);
    }
}
