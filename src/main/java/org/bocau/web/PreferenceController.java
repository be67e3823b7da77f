package org.bocau.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.bocau.account.Accounts;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * Language and theme, for who is signed in (the language is kept with the account) and who is not.
 */
@Controller
class PreferenceController {
    private static final Duration KEPT = Duration.ofDays(365);

    private final Accounts accounts;

    PreferenceController(Accounts accounts) {
        this.accounts = accounts;
    }

    @PostMapping("/language")
    String language(
            @RequestParam String language,
            @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request,
            HttpServletResponse response) {
        var chosen = Language.of(language).orElseThrow(PreferenceController::unknown);
        keep(LanguageResolver.COOKIE, chosen.tag(), request, response);
        var user = SignedIn.user(request);
        if (user != null) {
            accounts.chooseLanguage(user.account(), chosen.tag());
            request.getSession().setAttribute(LanguageResolver.SESSION, chosen.tag());
        }
        return "redirect:" + LocalPath.orRoot(back);
    }

    @PostMapping("/theme")
    String theme(
            @RequestParam String theme,
            @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request,
            HttpServletResponse response) {
        var chosen = Theme.of(theme).orElseThrow(PreferenceController::unknown);
        keep(Theme.COOKIE, chosen.tag(), request, response);
        return "redirect:" + LocalPath.orRoot(back);
    }

    private static void keep(
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

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }
}
