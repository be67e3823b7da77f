package org.bocau.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.WebUtils;

/**
 * The account's language, else what was chosen on this browser, else what the browser asks for. A
 * choice made since signing in is in the session.
 */
final class LanguageResolver implements LocaleResolver {
    static final String COOKIE = "language";
    static final String SESSION = LanguageResolver.class.getName();

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return language(request).locale();
    }

    static Language language(HttpServletRequest request) {
        return chosen(request)
                .or(() -> Language.of(browsers(request)))
                .orElseGet(() -> Language.best(request.getHeader("Accept-Language")));
    }

    /** The account's; empty when nobody is signed in, or never chose. */
    static Optional<Language> chosen(HttpServletRequest request) {
        return Language.of(chosenSince(request)).or(() -> Language.of(accounts(request)));
    }

    private static @Nullable String chosenSince(HttpServletRequest request) {
        return (String) WebUtils.getSessionAttribute(request, SESSION);
    }

    private static @Nullable String accounts(HttpServletRequest request) {
        var user = SignedIn.user(request);
        return user == null ? null : user.language();
    }

    private static @Nullable String browsers(HttpServletRequest request) {
        var cookie = WebUtils.getCookie(request, COOKIE);
        return cookie == null ? null : cookie.getValue();
    }

    @Override
    public void setLocale(
            HttpServletRequest request,
            @Nullable HttpServletResponse response,
            @Nullable Locale locale) {
        throw new UnsupportedOperationException("the language is changed by POST /language");
    }
}
