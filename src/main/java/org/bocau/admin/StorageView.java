package org.bocau.admin;

import java.util.Locale;
import org.bocau.account.AccountRow;
import org.bocau.account.StorageUsage;
import org.jspecify.annotations.Nullable;

/**
 * How full an account is.
 *
 * @param used in words, {@code 1.5 GB}
 * @param quota in words, or null where there is no limit
 * @param percent of the quota, 0 to 100; 0 where there is no limit
 * @param messages how many
 */
record StorageView(String used, @Nullable String quota, int percent, long messages) {
    static StorageView of(AccountRow account, StorageUsage.@Nullable Used used, Locale locale) {
        long octets = used == null ? 0 : used.octets();
        long quota = account.quotaOctets();
        return new StorageView(
                Octets.text(octets, locale),
                quota == 0 ? null : Octets.text(quota, locale),
                quota == 0 ? 0 : (int) Math.min(100, octets * 100.0 / quota),
                used == null ? 0 : used.messages());
    }

    /** The colour of the bar: it warns before mail is refused. */
    public String tone() {
        return percent >= 98 ? "danger" : percent >= 85 ? "warning" : "";
    }
}
