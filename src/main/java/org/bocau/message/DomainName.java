package org.bocau.message;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Domains and address literals of RFC 5321 §4.1.2 and §4.1.3, U-labels turned into A-labels (RFC
 * 5890). Not {@link java.net.IDN}: that is IDNA 2003, which sends mail for {@code straße} to {@code
 * strasse}.
 */
final class DomainName {
    private static final int DOMAIN_OCTETS = 255; // RFC 5321 §4.5.3.1.2
    private static final int LABEL_OCTETS = 63; // RFC 1035 §2.3.4

    private DomainName() {}

    /**
     * Lower case and A-labels; an address literal with its address in lower case.
     *
     * @throws IllegalArgumentException neither a domain nor an address literal
     */
    static String normalize(String text) {
        if (text.length() > DOMAIN_OCTETS) { // an A-label is never shorter than its U-label
            throw new IllegalArgumentException("the domain is over 255 octets");
        }
        if (text.startsWith("[")) {
            return addressLiteral(text);
        }
        var domain = new StringBuilder();
        int from = 0;
        while (true) {
            int dot = text.indexOf('.', from);
            domain.append(label(text.substring(from, dot < 0 ? text.length() : dot)));
            if (dot < 0) {
                break;
            }
            domain.append('.');
            from = dot + 1;
        }
        if (domain.length() > DOMAIN_OCTETS) {
            throw new IllegalArgumentException("the domain is over 255 octets");
        }
        return domain.toString();
    }

    private static String label(String text) {
        var label = text.toLowerCase(Locale.ROOT);
        if (label.chars().anyMatch(c -> c > 0x7e)) {
            label = aLabel(label);
        }
        if (label.isEmpty() || label.length() > LABEL_OCTETS) {
            throw new IllegalArgumentException("a label of the domain is empty or over 63 octets");
        }
        if (label.startsWith("-")
                || label.endsWith("-")
                || !label.chars().allMatch(c -> isLdh(c))) {
            throw new IllegalArgumentException(
                    "a label of the domain is not letters, digits, hyphens");
        }
        return label;
    }

    /** RFC 5891 §5: letters, digits and marks only, none that mapping would change. */
    private static String aLabel(String text) {
        var label =
                Normalizer.normalize(
                        Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT),
                        Normalizer.Form.NFKC);
        if (Ascii.isAscii(label)) { // full-width forms of ASCII letters
            return label;
        }
        boolean allowed = label.codePoints().allMatch(DomainName::isLabelCharacter);
        if (!allowed || isMark(label.codePointAt(0)) || label.startsWith("--", 2)) {
            throw new IllegalArgumentException("a label of the domain is not valid in IDNA");
        }
        return "xn--" + Punycode.encode(label);
    }

    private static boolean isLabelCharacter(int c) {
        return c == '-' || isMark(c) || Character.isLetter(c) || Character.isDigit(c) || c == 0xb7;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isLdh(int c) {
        return Ascii.isLetter(c) || Ascii.isDigit(c) || c == '-';
    }

    /** RFC 5321 §4.1.3. No tag but IPv6 has ever been registered. */
    private static String addressLiteral(String text) {
        if (!text.endsWith("]")) {
            throw new IllegalArgumentException("the address literal does not end with ]");
        }
        var address = text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT);
        if (address.startsWith("ipv6:")) {
            var v6 = address.substring(5);
            if (isIpv6(v6)) {
                return "[IPv6:" + v6 + "]";
            }
        } else if (isIpv4(address)) {
            return "[" + address + "]";
        }
        throw new IllegalArgumentException("no IPv4 or IPv6 address in the address literal");
    }

    private static boolean isIpv4(String text) {
        int parts = 1;
        int digits = 0;
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && digits > 0) {
                parts++;
                digits = 0;
                value = 0;
            } else if (Ascii.isDigit(c) && digits < 3) {
                digits++;
                value = value * 10 + c - '0';
            } else {
                return false;
            }
            if (value > 255) {
                return false;
            }
        }
        return parts == 4 && digits > 0;
    }

    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == 8;
        }
        int before = groups(text.substring(0, gap));
        int after = groups(text.substring(gap + 2));
        // RFC 5321 §4.1.3: "::" stands for at least two groups.
        return before >= 0 && after >= 0 && before + after <= 6 && text.indexOf('.') != 0;
    }

    /** How many 16-bit groups, an IPv4 address at the end counting two; -1 when malformed. */
    private static int groups(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        int groups = 0;
        int from = 0;
        while (true) {
            int colon = text.indexOf(':', from);
            var group = text.substring(from, colon < 0 ? text.length() : colon);
            if (colon < 0 && isIpv4(group)) {
                return groups + 2;
            }
            if (group.isEmpty() || group.length() > 4 || !isHex(group)) {
                return -1;
            }
            groups++;
            if (colon < 0) {
                return groups;
            }
            from = colon + 1;
        }
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> Ascii.hex(c) >= 0);
    }
}
