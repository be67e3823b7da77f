package org.bocau.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the frame of a page shows, in every model as {@code shell}.
 *
 * @param language {@code en} or {@code vi}
 * @param theme {@code auto}, {@code light} or {@code dark}
 * @param colourScheme the theme as CSS says it
 * @param address of who is signed in, or null
 * @param name to call them by; the address where they gave none; empty when nobody is signed in
 * @param path where switching language or theme comes back to
 */
public record Shell(
        String language,
        String theme,
        String colourScheme,
        @Nullable String address,
        String name,
        boolean administrator,
        String path) {

    static Shell of(HttpServletRequest request, Theme theme) {
        var user = SignedIn.user(request);
        return new Shell(
                LanguageResolver.language(request).tag(),
                theme.tag(),
                theme.colourScheme(),
                user == null ? null : user.address(),
                user == null ? "" : user.name().isBlank() ? user.address() : user.name(),
                user != null && user.administrator(),
                path(request));
    }

    public boolean signedIn() {
        return address != null;
    }

    /** For {@code data-theme}: null where the system decides. */
    public @Nullable String chosenTheme() {
        return theme.equals(Theme.AUTO.tag()) ? null : theme;
    }

    /** The letter of the avatar. */
    public String initial() {
        return name.isEmpty()
                ? ""
                : name.substring(0, name.offsetByCodePoints(0, 1))
                        .toUpperCase(java.util.Locale.ROOT);
    }

    /** Only pages that can be fetched again: after an error, and after a POST, the start page. */
    private static String path(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) != null) return "/";
        var query = request.getQueryString();
        return LocalPath.orRoot(request.getRequestURI() + (query == null ? "" : "?" + query));
    }
}
