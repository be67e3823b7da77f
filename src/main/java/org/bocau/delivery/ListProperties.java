package org.bocau.delivery;

import org.bocau.account.Subscriptions;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Mailing lists ({@code bocau.lists.*}).
 *
 * @param url where the links for leaving a list begin, {@code https://mail.example.org}; empty: the
 *     host's name, over HTTPS
 * @param suspendAfter a member gets no more mail when it came back in so many different weeks of
 *     the last twelve
 * @param ownCopies octets that the copies of one message may take so that each member gets one of
 *     its own, with its own link and envelope sender; beyond it all share one
 */
@ConfigurationProperties("bocau.lists")
record ListProperties(
        @DefaultValue("") String url,
        @DefaultValue("4") int suspendAfter,
        @DefaultValue("16MB") DataSize ownCopies) {
    ListProperties {
        if (suspendAfter < 1 || suspendAfter > Subscriptions.WEEKS_KEPT) {
            throw new IllegalArgumentException(
                    "bocau.lists.suspend-after must be between 1 and " + Subscriptions.WEEKS_KEPT);
        }
        while (url.endsWith("/")) {
            url = url.substring(0, url.length() - 1);
        }
    }
}
