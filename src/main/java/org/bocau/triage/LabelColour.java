package org.bocau.triage;

import java.util.Locale;

/** What a label is painted with; the exact shade is the theme's. */
public enum LabelColour {
    RED,
    ORANGE,
    YELLOW,
    GREEN,
    TEAL,
    BLUE,
    PURPLE,
    PINK,
    GREY;

    /** Lower case, for forms, style sheets and message keys. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The colour of this key; grey for anything else. */
    public static LabelColour of(String key) {
        for (var colour : values()) {
            if (colour.key().equals(key)) return colour;
        }
        return GREY;
    }
}
