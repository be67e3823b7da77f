package org.bocau.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.WebUtils;

/** Light, dark, or as the system has it. A cookie, so that the first octet drawn is right. */
enum Theme {
    AUTO("auto", "light dark"),
    LIGHT("light", "light"),
    DARK("dark", "dark");

    static final String COOKIE = "theme";

    private final String tag;
    private final String colourScheme;

    Theme(String tag, String colourScheme) {
        this.tag = tag;
        this.colourScheme = colourScheme;
    }

    String tag() {
        return tag;
    }

    /** The value of CSS's {@code color-scheme}. */
    String colourScheme() {
        return colourScheme;
    }

    static Optional<Theme> of(@Nullable String tag) {
        return Arrays.stream(values()).filter(t -> t.tag.equals(tag)).findFirst();
    }

    static Theme chosen(HttpServletRequest request) {
        var cookie = WebUtils.getCookie(request, COOKIE);
        return of(cookie == null ? null : cookie.getValue()).orElse(AUTO);
    }
}
