package org.bocau.admin;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sizes as people read and write them: in units of 1024, as the settings have them. */
final class Octets {
    /** The units a quota may be given in. */
    enum Unit {
        MB(20),
        GB(30),
        TB(40);

        private final int power;

        Unit(int power) {
            this.power = power;
        }
    }

    private static final String[] NAMES = {"B", "KB", "MB", "GB", "TB"};
    private static final long MOST = 1L << 60;

    private Octets() {}

    /** With at most one digit behind the point, {@code 1.5 GB}. */
    static String text(long octets, Locale locale) {
        int unit = 0;
        double value = octets;
        while (value >= 1024 && unit < NAMES.length - 1) {
            value /= 1024;
            unit++;
        }
        var number = NumberFormat.getNumberInstance(locale);
        number.setMaximumFractionDigits(value < 100 ? 1 : 0);
        return number.format(value) + " " + NAMES[unit];
    }

    /**
     * What a form says, with a point or a comma; nothing and zero are no limit.
     *
     * @return empty when it is no size, or none that could be kept
     */
    static Optional<Long> parse(@Nullable String amount, Unit unit) {
        var text = amount == null ? "" : amount.strip().replace(',', '.');
        if (text.isEmpty()) return Optional.of(0L);
        if (!text.matches("\\d{1,12}(\\.\\d{1,6})?")) return Optional.empty();
        var octets = new BigDecimal(text).multiply(BigDecimal.valueOf(1L << unit.power));
        return octets.compareTo(BigDecimal.valueOf(MOST)) > 0
                ? Optional.empty()
                : Optional.of(octets.setScale(0, RoundingMode.DOWN).longValueExact());
    }

    /** The largest unit that needs no more than three digits behind the point. */
    static Unit unit(long octets) {
        for (var unit : new Unit[] {Unit.TB, Unit.GB}) {
            if (octets >= 1L << unit.power && amount(octets, unit).scale() <= 3) return unit;
        }
        return octets == 0 ? Unit.GB : Unit.MB;
    }

    /** For the form's field; empty where there is no limit. */
    static String amount(long octets) {
        return octets == 0 ? "" : amount(octets, unit(octets)).toPlainString();
    }

    private static BigDecimal amount(long octets, Unit unit) {
        var exact = BigDecimal.valueOf(octets).divide(BigDecimal.valueOf(1L << unit.power));
        var bounded = unit == Unit.MB ? exact.setScale(6, RoundingMode.DOWN) : exact;
        var stripped = bounded.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
