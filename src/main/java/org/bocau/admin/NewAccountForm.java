package org.bocau.admin;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.function.Function;
import org.bocau.account.FieldRefusal;
import org.bocau.account.NewAccount;
import org.bocau.message.EmailAddress;
import org.springframework.validation.BindingResult;

/**
 * A new account, as typed.
 *
 * @param quota a number in {@code quotaUnit}; empty for no limit
 */
record NewAccountForm(
        @NotBlank @Size(max = 320) String address,
        @Size(max = 200) String name,
        @NotBlank @Size(max = 1024) String password,
        String repeated,
        boolean administrator,
        @Size(max = 20) String quota,
        @NotNull Octets.Unit quotaUnit)
        implements PasswordTwice {
    static final NewAccountForm EMPTY =
            new NewAccountForm("", "", "", "", false, "", Octets.Unit.GB);

    void check(BindingResult errors) {
        checkRepeated(errors);
        Refusals.collect(errors, () -> AddressLines.address("address", address));
        Refusals.collect(errors, () -> Quotas.octets(quota, quotaUnit));
    }

    /**
     * @param hash of the password, for whom it will be
     * @throws FieldRefusal at {@code address} or {@code quota}
     */
    NewAccount account(Function<EmailAddress, String> hash) {
        var owner = AddressLines.address("address", address);
        return new NewAccount(
                owner,
                name.strip(),
                hash.apply(owner),
                administrator,
                Quotas.octets(quota, quotaUnit));
    }

    /** Without the passwords, so that they reach no log. */
    @Override
    public String toString() {
        return "NewAccountForm[" + address + "]";
    }
}
