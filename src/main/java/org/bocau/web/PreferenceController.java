package org.bocau.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.bocau.account.Accounts;
import org.bocau.preferences.Preferences;
import org.bocau.preferences.Setting;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Language and theme, for who is signed in (both are kept with the account) and who is not. */
@Controller
class PreferenceController {
    private final Accounts accounts;
    private final Preferences preferences;

    PreferenceController(Accounts accounts, Preferences preferences) {
        this.accounts = accounts;
        this.preferences = preferences;
    }

    @PostMapping("/language")
    String language(
            @RequestParam String language,
            @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request,
            HttpServletResponse response) {
        var chosen = Language.of(language).orElseThrow(PreferenceController::unknown);
        BrowserChoice.keep(LanguageResolver.COOKIE, chosen.tag(), request, response);
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
        BrowserChoice.keep(Theme.COOKIE, chosen.tag(), request, response);
        var user = SignedIn.user(request);
        if (user != null) {
            preferences.update(user.account(), Map.of(Setting.THEME.key(), chosen.tag()));
        }
        return "redirect:" + LocalPath.orRoot(back);
    }

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }
}
