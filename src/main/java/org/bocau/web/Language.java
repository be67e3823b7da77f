package org.bocau.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The languages of the interface. */
enum Language {
    ENGLISH("en"),
    VIETNAMESE("vi");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    String tag() {
        return tag;
    }

    Locale locale() {
        return Locale.forLanguageTag(tag);
    }

    /** The language of this tag, empty when we do not speak it. */
    static Optional<Language> of(@Nullable String tag) {
        return Arrays.stream(values()).filter(l -> l.tag.equals(tag)).findFirst();
    }

    /** The best of what a browser asks for (RFC 9110 §12.5.4), English when it asks for others. */
    static Language best(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) return ENGLISH;
        try {
            var ranges = Locale.LanguageRange.parse(acceptLanguage);
            var tags = List.of(ENGLISH.tag, VIETNAMESE.tag);
            return of(Locale.lookupTag(ranges, tags)).orElse(ENGLISH);
        } catch (IllegalArgumentException malformed) {
            return ENGLISH;
        }
    }
}
