package org.bocau.contacts;

import java.util.Locale;

/**
 * One line of the list.
 *
 * @param address the first, or empty
 */
public record ContactLine(
        long id,
        String name,
        String organization,
        String address,
        String phone,
        boolean collected) {
    /** What the person is called here. */
    public String label() {
        if (!name.isEmpty()) return name;
        if (!organization.isEmpty()) return organization;
        return address.isEmpty() ? phone : address;
    }

    /** As it stands in a field of recipients. */
    public String recipient() {
        return name.isEmpty()
                ? address
                : "\"" + name.replaceAll("[\"\\\\]", "") + "\" <" + address + ">";
    }

    /** One or two letters for the picture beside the name. */
    public String initials() {
        var words = label().replaceAll("[^\\p{L}\\p{N} ]", " ").strip().split("\\s+", -1);
        if (words[0].isEmpty()) return "?";
        var first = Character.toString(words[0].codePointAt(0));
        var last =
                words.length == 1 || name.isEmpty()
                        ? ""
                        : Character.toString(words[words.length - 1].codePointAt(0));
        return (first + last).toUpperCase(Locale.ROOT);
    }

    /** Which of the eight colours the picture has; the same as in the list of mail. */
    public int hue() {
        return Math.floorMod(address.toLowerCase(Locale.ROOT).hashCode(), 8);
    }
}
