package org.bocau.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.WebUtils;

/** What was chosen on this browser, else what the browser asks for. */
final class LanguageResolver implements LocaleResolver {
    static final String COOKIE = "language";

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        return language(request).locale();
    }

    static Language language(HttpServletRequest request) {
        var cookie = WebUtils.getCookie(request, COOKIE);
        return Language.of(cookie == null ? null : cookie.getValue())
                .orElseGet(() -> Language.best(request.getHeader("Accept-Language")));
    }

    @Override
    public void setLocale(
            HttpServletRequest request,
            @Nullable HttpServletResponse response,
            @Nullable Locale locale) {
        throw new UnsupportedOperationException("the language is changed by POST /language");
    }
}
