package org.bocau.account;

import java.util.Collection;
import java.util.Map;

/**
 * How much accounts hold. The module that keeps messages knows, and lies above this one: it
 * implements this, the console asks.
 */
public interface StorageUsage {
    /**
     * @return what each of them holds, as its quota counts; accounts that never held anything may
     *     be missing
     */
    Map<AccountId, Used> of(Collection<AccountId> accounts);

    /** What one account holds. */
    record Used(long octets, long messages) {}
}
