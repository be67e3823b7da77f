package org.bocau.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys that our domains sign with ({@code bocau.dkim.*}).
 *
 * @param checkEvery how often DNS is asked for keys that wait to be published
 * @param retiredKept how long a key that signs no more is kept, and its record should be: mail that
 *     it signed may wait in queues so long (RFC 5321 §4.5.4.1: four to five days)
 */
@ConfigurationProperties("bocau.dkim")
record DkimProperties(
        @DefaultValue("10m") Duration checkEvery, @DefaultValue("7d") Duration retiredKept) {
    DkimProperties {
        if (checkEvery.isNegative() || checkEvery.isZero() || retiredKept.isNegative()) {
            throw new IllegalArgumentException(
                    "bocau.dkim.check-every must be above 0, and retired-kept not below it");
        }
    }
}
