package org.bocau.contacts;

import ezvcard.Ezvcard;
import ezvcard.VCard;
import ezvcard.VCardVersion;
import ezvcard.io.text.VCardWriter;
import ezvcard.property.Categories;
import ezvcard.property.Email;
import ezvcard.property.FormattedName;
import ezvcard.property.Note;
import ezvcard.property.Organization;
import ezvcard.property.Photo;
import ezvcard.property.ProductId;
import ezvcard.property.Revision;
import ezvcard.property.Sound;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.property.Uid;
import ezvcard.property.VCardProperty;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A person as a vCard says it. Whatever the pages have no field for stays in the card as it came:
 * edits and merges add and replace single properties. RFC 6350, RFC 2426.
 */
final class ContactCard {
    /** A card that is longer, with its pictures, is kept without them. */
    static final int LONGEST = 400_000;

    static final int MOST_ADDRESSES = 20;
    private static final int LONGEST_FIELD = 200;

    /** What a card has one of, or what says nothing about the person. */
    private static final List<Class<? extends VCardProperty>> SINGLE =
            List.of(
                    FormattedName.class,
                    StructuredName.class,
                    Uid.class,
                    ezvcard.property.Birthday.class,
                    ezvcard.property.Kind.class,
                    Revision.class,
                    ProductId.class,
                    Categories.class);

    private final VCard card;

    private ContactCard(VCard card) {
        this.card = card;
    }

    /** The card is this object's from now on. */
    static ContactCard of(VCard card) {
        card.removeProperties(ProductId.class);
        return new ContactCard(card);
    }

    /** What is known of somebody who was collected. */
    static ContactCard of(String name, Collection<String> addresses) {
        var card = new VCard(VCardVersion.V4_0);
        if (!name.isEmpty()) card.setFormattedName(name);
        for (var address : addresses) card.addEmail(new Email(address));
        return new ContactCard(card);
    }

    /** Reads what {@link #text} wrote. */
    static ContactCard parse(String text) {
        var card = Ezvcard.parse(text).first();
        return new ContactCard(card == null ? new VCard(VCardVersion.V4_0) : card);
    }

    VCard card() {
        return card;
    }

    String name() {
        var formatted = card.getFormattedName();
        var name = formatted == null ? "" : shown(formatted.getValue());
        return name.isEmpty() ? structuredName() : name;
    }

    private String structuredName() {
        var parts = card.getStructuredName();
        if (parts == null) return "";
        var words =
                Stream.of(
                                parts.getPrefixes().stream(),
                                Stream.of(Objects.toString(parts.getGiven(), "")),
                                parts.getAdditionalNames().stream(),
                                Stream.of(Objects.toString(parts.getFamily(), "")),
                                parts.getSuffixes().stream())
                        .flatMap(part -> part);
        return shown(words.filter(w -> !w.isBlank()).collect(Collectors.joining(" ")));
    }

    String organization() {
        var organization = card.getOrganization();
        return organization == null ? "" : shown(String.join(", ", organization.getValues()));
    }

    /** Addresses that mail can be sent to, each once, as written; others stay in the card. */
    List<String> addresses() {
        var seen = new LinkedHashSet<String>();
        var addresses = new ArrayList<String>();
        for (var email : card.getEmails()) {
            var address = Contacts.parsed(plain(email.getValue()));
            if (address == null || addresses.size() >= MOST_ADDRESSES) continue;
            if (seen.add(address.canonical().toString())) addresses.add(address.toString());
        }
        return List.copyOf(addresses);
    }

    List<String> phones() {
        return card.getTelephoneNumbers().stream()
                .map(ContactCard::number)
                .filter(number -> !number.isEmpty())
                .distinct()
                .toList();
    }

    private static String number(Telephone phone) {
        return shown(
                phone.getText() == null ? Objects.toString(phone.getUri(), "") : phone.getText());
    }

    /** A date, or what the card says instead of one; may be empty. */
    String birthday() {
        var birthday = card.getBirthday();
        if (birthday == null) return "";
        if (birthday.getDate() != null) return birthday.getDate().toString();
        if (birthday.getPartialDate() != null) return birthday.getPartialDate().toISO8601(true);
        return Objects.toString(birthday.getText(), "");
    }

    String note() {
        return card.getNotes().stream()
                .map(note -> Objects.toString(note.getValue(), ""))
                .collect(Collectors.joining("\n\n"))
                .strip();
    }

    /** The groups it names. */
    List<String> categories() {
        return card.getCategoriesList().stream()
                .flatMap(list -> list.getValues().stream())
                .map(ContactCard::shown)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    String uid() {
        var uid = card.getUid();
        var value = uid == null ? "" : Objects.toString(uid.getValue(), "");
        return value.length() > 400 ? "" : value.replace("\0", "");
    }

    /** What else is on the card, by name of the property, for the page to say. */
    List<String> others() {
        var shown =
                List.of(
                        FormattedName.class,
                        StructuredName.class,
                        Email.class,
                        Telephone.class,
                        Organization.class,
                        Note.class,
                        Uid.class,
                        Revision.class,
                        ezvcard.property.Birthday.class,
                        ezvcard.property.Kind.class,
                        Categories.class,
                        ProductId.class);
        return card.getProperties().stream()
                .filter(property -> !shown.contains(property.getClass()))
                .map(ContactCard::label)
                .distinct()
                .sorted()
                .toList();
    }

    private static String label(VCardProperty property) {
        if (property instanceof ezvcard.property.RawProperty raw)
            return shown(raw.getPropertyName());
        return property.getClass().getSimpleName();
    }

    /** What a search in the book looks at; it begins with the name, so it sorts too. */
    String folded() {
        var texts = new ArrayList<String>();
        texts.add(name());
        texts.add(organization());
        texts.addAll(addresses());
        texts.addAll(phones());
        return Folding.words(texts.toArray(String[]::new));
    }

    /** vCard 4; pictures and sounds are left out of a card that would be too long. */
    String text() {
        var text = written();
        if (text.length() <= LONGEST) return text;
        dropMedia();
        text = written();
        return text.length() <= LONGEST ? text : of(name(), addresses()).written();
    }

    /** True when it can only be kept without its pictures. */
    boolean tooLong() {
        return written().length() > LONGEST;
    }

    private void dropMedia() {
        card.removeProperties(Photo.class);
        card.removeProperties(ezvcard.property.Logo.class);
        card.removeProperties(Sound.class);
        card.removeProperties(ezvcard.property.Key.class);
    }

    private String written() {
        var out = new StringWriter();
        try (var writer = new VCardWriter(out, VCardVersion.V4_0)) {
            writer.setAddProdId(false);
            writer.setVersionStrict(false);
            writer.write(card);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return out.toString().replace("\0", ""); // which no database keeps
    }

    // --- edits ----------------------------------------------------------------------------------

    void rename(String name) {
        if (name.equals(name())) return;
        if (name.isEmpty()) card.removeProperties(FormattedName.class);
        else card.setFormattedName(name);
        card.removeProperties(StructuredName.class); // it would say the old name
    }

    void setOrganization(String organization) {
        if (organization.equals(organization())) return;
        card.removeProperties(Organization.class);
        if (!organization.isEmpty()) card.setOrganization(organization);
    }

    /** Those that stay keep what the card says of them: work, home, preferred. */
    void setAddresses(List<String> addresses) {
        var kept = List.copyOf(card.getEmails());
        for (var email : kept) {
            if (Contacts.parsed(plain(email.getValue())) != null) card.removeProperty(email);
        }
        for (var address : addresses) {
            var known =
                    kept.stream()
                            .filter(e -> plain(e.getValue()).equalsIgnoreCase(address))
                            .findFirst();
            card.addEmail(known.orElseGet(() -> new Email(address)));
        }
    }

    void setPhones(List<String> phones) {
        var kept = List.copyOf(card.getTelephoneNumbers());
        card.removeProperties(Telephone.class);
        for (var number : phones) {
            var known = kept.stream().filter(t -> number(t).equals(number)).findFirst();
            card.addTelephoneNumber(known.orElseGet(() -> new Telephone(number)));
        }
    }

    /**
     * @throws DateTimeParseException it is neither what was there nor a date
     */
    void setBirthday(String birthday) {
        if (birthday.equals(birthday())) return;
        card.removeProperties(ezvcard.property.Birthday.class);
        if (!birthday.isEmpty()) card.setBirthday(LocalDate.parse(birthday));
    }

    void setNote(String note) {
        if (note.equals(note())) return;
        card.removeProperties(Note.class);
        if (!note.isEmpty()) card.addNote(note);
    }

    void setCategories(List<String> groups) {
        card.removeProperties(Categories.class);
        if (!groups.isEmpty()) card.setCategories(groups.toArray(String[]::new));
    }

    /** Adds what only the other card says. Where both may say one thing, this one is right. */
    void absorb(ContactCard other) {
        if (name().isEmpty()) rename(other.name());
        else if (!other.name().isEmpty() && !Folding.of(name()).equals(Folding.of(other.name()))) {
            card.addFormattedName(new FormattedName(other.name())); // RFC 6350 §6.2.1: one or more
        }
        var addresses = new LinkedHashSet<>(addresses());
        var known = addresses.stream().map(ContactCard::canonical).collect(Collectors.toSet());
        var numbers = new LinkedHashSet<>(phones());
        for (var property : other.card.getProperties()) {
            if (property instanceof Email email) {
                if (known.add(canonical(plain(email.getValue())))) card.addEmail(email);
            } else if (property instanceof Telephone phone) {
                if (numbers.add(number(phone))) card.addTelephoneNumber(phone);
            } else if (!single(property) && !card.getProperties().contains(property)) {
                card.addProperty(property);
            } else if (single(property) && card.getProperties(property.getClass()).isEmpty()) {
                card.addProperty(property);
            }
        }
    }

    private static boolean single(VCardProperty property) {
        return SINGLE.contains(property.getClass());
    }

    private static String canonical(String address) {
        var parsed = Contacts.parsed(address);
        return parsed == null ? address : parsed.canonical().toString();
    }

    private static String plain(@org.jspecify.annotations.Nullable String value) {
        var text = value == null ? "" : value.strip();
        return text.regionMatches(true, 0, "mailto:", 0, 7) ? text.substring(7) : text;
    }

    private static String shown(@org.jspecify.annotations.Nullable String text) {
        var clean = Contacts.named(text == null ? "" : text);
        return clean.length() <= LONGEST_FIELD ? clean : clean.substring(0, LONGEST_FIELD);
    }
}
