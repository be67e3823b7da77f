package org.bocau.webmail;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The settings there are, with their first value and what values they take (T47). */
enum Preference {
    LANGUAGE("", "en|vi"),
    THEME("auto", "auto|light|dark"),
    TIME_ZONE("", ""),
    DENSITY("comfortable", "comfortable|compact"),
    PREVIEW("on", "on|off");

    private final String fallback;
    private final String values;

    Preference(String fallback, String values) {
        this.fallback = fallback;
        this.values = values;
    }

    String fallback() {
        return fallback;
    }

    /** The values to choose from; empty for those that are written freely. */
    List<String> choices() {
        return values.isEmpty() ? List.of() : Arrays.asList(values.split("\\|"));
    }

    boolean takes(String value) {
        if (this == TIME_ZONE) return isZone(value);
        return choices().contains(value);
    }

    private static boolean isZone(String value) {
        try {
            return value.length() <= 60 && !ZoneId.of(value).getId().isEmpty();
        } catch (DateTimeException _) {
            return false;
        }
    }

    /** As the form and the table write it. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Preference> of(String key) {
        return Arrays.stream(Preference.values()).filter(p -> p.key().equals(key)).findFirst();
    }
}
