package org.bocau.admin;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.bocau.account.FieldRefusal;
import org.bocau.account.MailingListDetails;
import org.bocau.message.EmailAddress;
import org.springframework.validation.BindingResult;

/**
 * A mailing list, as typed.
 *
 * @param address only read when it is made: afterwards it stays
 * @param members addresses, one a line
 * @param version of the row the form began with; 0 for a new one
 */
record MailingListForm(
        @NotBlank @Size(max = 320) String address,
        @Size(max = 200) String name,
        @NotBlank @Size(max = 2_000_000) String members,
        int version) {
    static final MailingListForm EMPTY = new MailingListForm("", "", "", 0);

    static MailingListForm of(MailingListDetails list) {
        return new MailingListForm(
                list.address().toString(),
                list.name(),
                AddressLines.text(list.members()),
                list.version());
    }

    void check(BindingResult errors) {
        Refusals.collect(errors, this::parsedAddress);
        Refusals.collect(errors, this::parsedMembers);
    }

    /**
     * @throws FieldRefusal at {@code address}
     */
    EmailAddress parsedAddress() {
        return AddressLines.address("address", address);
    }

    /**
     * @throws FieldRefusal at {@code members}: one of them is no address
     */
    List<EmailAddress> parsedMembers() {
        return AddressLines.parse("members", members);
    }
}
