package org.bocau.admin;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.bocau.account.AliasRow;
import org.bocau.account.FieldRefusal;
import org.bocau.message.EmailAddress;
import org.springframework.validation.BindingResult;

/**
 * An alias, as typed.
 *
 * @param address only read when it is made: afterwards it stays
 * @param targets addresses, one a line
 * @param version of the row the form began with; 0 for a new one
 */
record AliasForm(
        @NotBlank @Size(max = 320) String address,
        @NotBlank @Size(max = 2_000_000) String targets,
        int version) {
    static final AliasForm EMPTY = new AliasForm("", "", 0);

    static AliasForm of(AliasRow alias) {
        return new AliasForm(
                alias.address().toString(), AddressLines.text(alias.targets()), alias.version());
    }

    void check(BindingResult errors) {
        Refusals.collect(errors, this::parsedAddress);
        Refusals.collect(errors, this::parsedTargets);
    }

    /**
     * @throws FieldRefusal at {@code address}
     */
    EmailAddress parsedAddress() {
        return AddressLines.address("address", address);
    }

    /**
     * @throws FieldRefusal at {@code targets}: one of them is no address
     */
    List<EmailAddress> parsedTargets() {
        return AddressLines.parse("targets", targets);
    }
}
