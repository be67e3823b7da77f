package org.bocau.contacts;

import java.util.Set;
import org.bocau.message.SearchText;

/**
 * What a column of a CSV file is about, told by its heading: Google's, Outlook's, Thunderbird's,
 * ours.
 */
enum CsvColumn {
    NAME,
    GIVEN,
    MIDDLE,
    FAMILY,
    ORGANIZATION,
    EMAIL,
    PHONE,
    BIRTHDAY,
    NOTE,
    GROUPS,
    /** Says something about another column, or nothing. */
    NOTHING,
    /** Anything else: it is kept in the note, with its heading. */
    OTHER;

    private static final Set<String> NAMES =
            Set.of("name", "display name", "full name", "fullname", "ten", "ho ten", "ho va ten");
    private static final Set<String> GIVEN_NAMES = Set.of("first name", "given name", "firstname");
    private static final Set<String> MIDDLE_NAMES =
            Set.of("middle name", "additional name", "ten dem");
    private static final Set<String> FAMILY_NAMES =
            Set.of("last name", "family name", "surname", "lastname", "ho");
    private static final Set<String> ORGANIZATIONS =
            Set.of(
                    "company",
                    "organization",
                    "organisation",
                    "organization name",
                    "organization 1 - name",
                    "company name",
                    "to chuc",
                    "cong ty");
    private static final Set<String> NOTES = Set.of("notes", "note", "ghi chu");
    private static final Set<String> GROUP_NAMES =
            Set.of("groups", "group membership", "labels", "categories", "nhom");
    private static final Set<String> BIRTHDAYS = Set.of("birthday", "birth date", "ngay sinh");

    static CsvColumn of(String heading) {
        var name = SearchText.folded(heading.strip());
        if (NAMES.contains(name)) return NAME;
        if (GIVEN_NAMES.contains(name)) return GIVEN;
        if (MIDDLE_NAMES.contains(name)) return MIDDLE;
        if (FAMILY_NAMES.contains(name)) return FAMILY;
        if (ORGANIZATIONS.contains(name)) return ORGANIZATION;
        if (NOTES.contains(name)) return NOTE;
        if (GROUP_NAMES.contains(name)) return GROUPS;
        if (BIRTHDAYS.contains(name)) return BIRTHDAY;
        if (name.isEmpty() || name.endsWith("label") || name.endsWith("type")) return NOTHING;
        if (name.contains("mail") && !name.contains("mailing") && !name.contains("display"))
            return EMAIL;
        boolean phone =
                name.contains("phone")
                        || name.contains("mobile")
                        || name.contains("dien thoai")
                        || name.equals("tel");
        return phone && !name.contains("phonetic") ? PHONE : OTHER;
    }
}
