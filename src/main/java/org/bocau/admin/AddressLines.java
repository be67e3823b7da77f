package org.bocau.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.bocau.account.FieldRefusal;
import org.bocau.message.EmailAddress;

/** Addresses as a text area holds them: one a line; commas and semicolons do as well. */
final class AddressLines {
    private AddressLines() {}

    /**
     * @param field where refusals go
     * @throws FieldRefusal at {@code field}: something that is no address; it is named
     */
    static List<EmailAddress> parse(String field, String text) {
        var addresses = new ArrayList<EmailAddress>();
        for (var line : text.split("[\\r\\n,;]+", -1)) {
            if (!line.isBlank()) addresses.add(address(field, line.strip()));
        }
        return addresses;
    }

    /**
     * @throws FieldRefusal at {@code field}: not an address
     */
    static EmailAddress address(String field, String text) {
        try {
            return EmailAddress.parse(text.strip());
        } catch (IllegalArgumentException _) {
            throw new FieldRefusal(field, "refusal.address.invalid", shortened(text.strip()));
        }
    }

    static String text(List<EmailAddress> addresses) {
        return addresses.stream().map(EmailAddress::toString).collect(Collectors.joining("\n"));
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }
}
