package org.bocau.contacts;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/**
 * What somebody types about a contact; nothing that the browser leaves out is null.
 *
 * @param version of the contact the form began with; 0 for a new one
 * @param addresses one a line, the first is the one that is suggested first
 * @param phones one a line
 * @param birthday a date, or what the card had
 * @param groups ids
 */
record ContactForm(
        int version,
        @Nullable String name,
        @Nullable String organization,
        @Nullable String addresses,
        @Nullable String phones,
        @Nullable String birthday,
        @Nullable String note,
        @Nullable List<Long> groups) {
    private static final int LONGEST_NOTE = 10_000;
    private static final int LONGEST_PHONE = 100;

    ContactForm {
        name = Contacts.named(name == null ? "" : name);
        organization = Contacts.named(organization == null ? "" : organization);
        addresses = addresses == null ? "" : addresses.strip();
        phones = phones == null ? "" : phones.strip();
        birthday = birthday == null ? "" : birthday.strip();
        note = note == null ? "" : note.strip().replace("\r\n", "\n");
        groups = groups == null ? List.of() : List.copyOf(groups);
    }

    static ContactForm blank(@Nullable Long group, String name, String address) {
        return new ContactForm(
                0, name, "", address, "", "", "", group == null ? List.of() : List.of(group));
    }

    static ContactForm of(int version, ContactCard card, List<Long> groups) {
        return new ContactForm(
                version,
                card.name(),
                card.organization(),
                String.join("\n", card.addresses()),
                String.join("\n", card.phones()),
                card.birthday(),
                card.note(),
                groups);
    }

    private static List<String> lines(@Nullable String text) {
        return text == null
                ? List.of()
                : text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .distinct()
                        .toList();
    }

    public List<String> addressLines() {
        return lines(addresses);
    }

    /**
     * Says at its field what cannot be kept.
     *
     * @param before what the card has as a birthday: it may stay, whatever it is
     */
    void check(BindingResult errors, String before) {
        var wrong = addressLines().stream().filter(line -> Contacts.parsed(line) == null).toList();
        if (!wrong.isEmpty())
            reject(errors, "addresses", "contacts.refusal.address", wrong.getFirst());
        if (addressLines().size() > ContactCard.MOST_ADDRESSES
                || lines(phones).size() > ContactCard.MOST_ADDRESSES) {
            errors.reject("contacts.refusal.many", new Object[] {ContactCard.MOST_ADDRESSES}, null);
        }
        if (lines(phones).stream().anyMatch(line -> line.length() > LONGEST_PHONE)) {
            reject(errors, "phones", "contacts.refusal.phone", LONGEST_PHONE);
        }
        if (note != null && note.length() > LONGEST_NOTE) {
            reject(errors, "note", "contacts.refusal.note", LONGEST_NOTE);
        }
        if (!before.equals(birthday) && !isDate(birthday))
            reject(errors, "birthday", "contacts.refusal.date");
        boolean nobody =
                "".equals(name)
                        && "".equals(organization)
                        && addressLines().isEmpty()
                        && lines(phones).isEmpty();
        if (nobody) reject(errors, "name", "contacts.refusal.nobody");
    }

    private static void reject(
            BindingResult errors, String field, String key, Object... arguments) {
        errors.rejectValue(field, key, arguments, null);
    }

    private static boolean isDate(@Nullable String text) {
        if (text == null || text.isEmpty()) return true;
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException _) {
            return false;
        }
    }

    /** Writes into the card what {@link #check} had nothing against. */
    void writeTo(ContactCard card) {
        card.rename(name == null ? "" : name);
        card.setOrganization(organization == null ? "" : organization);
        card.setAddresses(
                addressLines().stream()
                        .map(Contacts::parsed)
                        .filter(java.util.Objects::nonNull)
                        .map(Object::toString)
                        .distinct()
                        .toList());
        card.setPhones(lines(phones));
        card.setBirthday(birthday == null ? "" : birthday);
        card.setNote(note == null ? "" : note);
    }
}
