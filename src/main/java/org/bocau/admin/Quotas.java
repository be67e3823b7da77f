package org.bocau.admin;

import org.bocau.account.FieldRefusal;

/** The quota of a form. */
final class Quotas {
    private Quotas() {}

    /**
     * @throws FieldRefusal at {@code quota}: no size
     */
    static long octets(String amount, Octets.Unit unit) {
        return Octets.parse(amount, unit)
                .orElseThrow(() -> new FieldRefusal("quota", "refusal.quota.invalid"));
    }
}
