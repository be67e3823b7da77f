package org.bocau.transfer;

import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;

/** Octets as people read them. */
final class Sizes {
    private static final List<String> UNITS = List.of("KB", "MB", "GB", "TB");

    private Sizes() {}

    /** {@code 3.4 MB}; units of 1024. */
    static String of(long octets, Locale locale) {
        double amount = Math.max(1, octets / 1024.0);
        int unit = 0;
        while (amount >= 1000 && unit < UNITS.size() - 1) {
            amount /= 1024;
            unit++;
        }
        var format = NumberFormat.getInstance(locale);
        format.setMaximumFractionDigits(amount < 10 ? 1 : 0);
        return format.format(amount) + " " + UNITS.get(unit);
    }
}
