package org.bocau.admin;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.bocau.account.AccountEdit;
import org.bocau.account.AccountRow;
import org.bocau.account.FieldRefusal;

/**
 * What may be changed of an account, as typed.
 *
 * @param quota a number in {@code quotaUnit}; empty for no limit
 * @param language empty to follow the browser
 * @param version of the row the form began with
 */
record AccountForm(
        @Size(max = 200) String name,
        @Pattern(regexp = "|en|vi") String language,
        @Size(max = 20) String quota,
        @NotNull Octets.Unit quotaUnit,
        boolean administrator,
        int version) {

    static AccountForm of(AccountRow account) {
        return new AccountForm(
                account.name(),
                account.language() == null ? "" : account.language(),
                Octets.amount(account.quotaOctets()),
                Octets.unit(account.quotaOctets()),
                account.administrator(),
                account.version());
    }

    /**
     * @param account as it is now: its state stays, and so does a quota that was not touched, which
     *     the form may have shown rounded
     * @throws FieldRefusal at {@code quota}
     */
    AccountEdit edit(AccountRow account) {
        var shown = of(account);
        boolean sameQuota = shown.quota.equals(quota) && shown.quotaUnit == quotaUnit;
        return new AccountEdit(
                name.strip(),
                account.enabled(),
                administrator,
                sameQuota ? account.quotaOctets() : Quotas.octets(quota, quotaUnit),
                language.isEmpty() ? null : language);
    }
}
