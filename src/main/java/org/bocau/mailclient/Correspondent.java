package org.bocau.mailclient;

import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A person in a header field.
 *
 * @param name decoded, empty where the field has none; control and direction characters are gone
 * @param address as the field has it
 */
public record Correspondent(String name, String address) {
    private static final int MAX_SHOWN = 200;
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N} ]");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    public static List<Correspondent> of(InternetAddress @Nullable [] addresses) {
        var people = new ArrayList<Correspondent>();
        if (addresses == null) return people;
        for (var address : addresses) {
            if (address.getAddress() == null || address.isGroup()) continue;
            var name = address.getPersonal();
            people.add(
                    new Correspondent(
                            shown(name == null ? "" : name), shown(address.getAddress())));
        }
        return people;
    }

    /**
     * Text from a header as it may stand in our page: what turns the writing around is cut (T52).
     */
    public static String shown(String text) {
        if (isPlain(text)) return text.strip();
        var out = new StringBuilder();
        text.codePoints().limit(MAX_SHOWN * 5L).filter(c -> !cut(c)).forEach(out::appendCodePoint);
        return out.toString().strip();
    }

    /** Most are short and without any of these. */
    private static boolean isPlain(String text) {
        if (text.length() > MAX_SHOWN) return false;
        for (int i = 0; i < text.length(); i++) if (cut(text.charAt(i))) return false;
        return true;
    }

    /** U+202A to U+202E and U+2066 to U+2069 override the direction of what follows. */
    private static boolean cut(int c) {
        return Character.isISOControl(c)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }

    /** The name, or the address where there is none or where the name poses as another address. */
    public String label() {
        boolean poses = name.contains("@") && !name.equalsIgnoreCase(address);
        return name.isEmpty() || poses ? address : name;
    }

    /**
     * What to call them among others: the first word of their name, and of a Vietnamese one, where
     * the family comes first, the last.
     */
    public String given() {
        var label = label();
        if (name.isEmpty() || label.equals(address)) {
            int at = label.indexOf('@');
            return at > 0 ? label.substring(0, at) : label;
        }
        var words = SPACE.split(label);
        boolean vietnamese = label.chars().anyMatch(Correspondent::isVietnamese);
        return words[vietnamese ? words.length - 1 : 0];
    }

    /** Letters that no other language of Latin script has. */
    private static boolean isVietnamese(int c) {
        return (c >= 0x1EA0 && c <= 0x1EF9) || "ăđơưĂĐƠƯ".indexOf(c) >= 0;
    }

    /** {@code Name <address>}, or the address alone. */
    public String full() {
        return name.isEmpty() ? address : name + " <" + address + ">";
    }

    /** One or two letters for the picture beside the name. */
    public String initials() {
        var letters = NO_LETTERS.matcher(label()).replaceAll(" ").strip();
        var words = SPACE.split(letters);
        if (words[0].isEmpty()) return "?";
        var first = Character.toString(words[0].codePointAt(0));
        if (words.length == 1 || name.isEmpty()) return first.toUpperCase(java.util.Locale.ROOT);
        var last = Character.toString(words[words.length - 1].codePointAt(0));
        return (first + last).toUpperCase(java.util.Locale.ROOT);
    }

    /** Which of the eight avatar colours this address has, always the same. */
    public int hue() {
        return Math.floorMod(address.toLowerCase(java.util.Locale.ROOT).hashCode(), 8);
    }
}
