package org.bocau.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/** What a browser remembers for the pages before signing in: language and theme, as cookies. */
final class BrowserChoice {
    private static final Duration KEPT = Duration.ofDays(365);

    private BrowserChoice() {}

    static void keep(
            String name, String value, HttpServletRequest request, HttpServletResponse response) {
        var cookie =
                ResponseCookie.from(name, value)
                        .path("/")
                        .maxAge(KEPT)
                        .httpOnly(true)
                        .sameSite("Lax")
                        .secure(request.isSecure())
                        .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    /** Keeps it unless the browser has it already. */
    static void follow(
            String name, String value, HttpServletRequest request, HttpServletResponse response) {
        var known = WebUtils.getCookie(request, name);
        if (known == null || !known.getValue().equals(value)) keep(name, value, request, response);
    }
}
