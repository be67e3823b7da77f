package org.bocau.mailauth;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether the chain of those who passed a message on is unbroken. RFC 8617 §5.2.
 *
 * @param instance of the newest link; 0 when there is none
 * @param domain that added it, d= of its seal; empty when there is none
 * @param reason in a few words, or null unless it failed
 */
public record ArcResult(Result result, int instance, String domain, @Nullable String reason) {
    static final ArcResult NONE = new ArcResult(Result.NONE, 0, "", null);

    /** RFC 8617 §4.4: chain validation status. */
    public enum Result {
        NONE,
        PASS,
        FAIL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
