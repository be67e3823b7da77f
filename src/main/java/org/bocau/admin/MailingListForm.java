package org.bocau.admin;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.bocau.account.FieldRefusal;
import org.bocau.account.MailingListDetails;
import org.bocau.account.MailingListSettings;
import org.bocau.account.Posting;
import org.bocau.message.EmailAddress;
import org.springframework.validation.BindingResult;

/**
 * A mailing list, as typed.
 *
 * @param address only read when it is made: afterwards it stays
 * @param members addresses, one a line
 * @param posting name of a {@link Posting}
 * @param owners likewise; empty for the postmaster
 * @param version of the row the form began with; 0 for a new one
 */
record MailingListForm(
        @NotBlank @Size(max = 320) String address,
        @NotNull @Size(max = 200) String name,
        @NotBlank @Size(max = 2_000_000) String members,
        @NotBlank @Size(max = 20) String posting,
        @NotNull @Size(max = 10_000) String owners,
        int version) {
    static final MailingListForm EMPTY =
            new MailingListForm("", "", "", Posting.MEMBERS.name(), "", 0);

    static MailingListForm of(MailingListDetails list) {
        return new MailingListForm(
                list.address().toString(),
                list.name(),
                AddressLines.text(list.members()),
                list.posting().name(),
                AddressLines.text(list.owners()),
                list.version());
    }

    void check(BindingResult errors) {
        Refusals.collect(errors, this::parsedAddress);
        Refusals.collect(errors, this::settings);
    }

    /**
     * @throws FieldRefusal at {@code address}
     */
    EmailAddress parsedAddress() {
        return AddressLines.address("address", address);
    }

    /**
     * @throws FieldRefusal at {@code members} or {@code owners}: one of them is no address; at
     *     {@code posting}: none of the choices
     */
    MailingListSettings settings() {
        return new MailingListSettings(
                name.strip(),
                AddressLines.parse("members", members),
                chosen(posting),
                AddressLines.parse("owners", owners));
    }

    private static Posting chosen(String name) {
        for (var posting : Posting.values()) {
            if (posting.name().equals(name)) return posting;
        }
        throw new FieldRefusal("posting", "refusal.list.posting");
    }
}
