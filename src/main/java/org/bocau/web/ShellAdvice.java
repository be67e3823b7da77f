package org.bocau.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import org.bocau.preferences.Preferences;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Gives every page its frame, in the theme and language of whoever is signed in. The browser's
 * cookies follow them, so that the pages before signing in look the same.
 */
@ControllerAdvice
class ShellAdvice {
    /** Asked where somebody is signed in, and only there. */
    private final ObjectProvider<Preferences> preferences;

    ShellAdvice(ObjectProvider<Preferences> preferences) {
        this.preferences = preferences;
    }

    @ModelAttribute("shell")
    Shell shell(HttpServletRequest request, HttpServletResponse response) {
        var chosen = chosenTheme(request);
        chosen.ifPresent(
                theme -> BrowserChoice.follow(Theme.COOKIE, theme.tag(), request, response));
        LanguageResolver.chosen(request)
                .ifPresent(language ->
                        BrowserChoice.follow(
                                LanguageResolver.COOKIE, language.tag(), request, response));
        return Shell.of(request, chosen.orElseGet(() -> Theme.chosen(request)));
    }

    /** Of whoever is signed in; the page that says the store is down asks too. */
    private Optional<Theme> chosenTheme(HttpServletRequest request) {
        var user = SignedIn.user(request);
        if (user == null) return Optional.empty();
        try {
            var theme = preferences.getObject().of(user.account()).theme();
            return theme == null
                    ? Optional.empty()
                    : Theme.of(theme.name().toLowerCase(Locale.ROOT));
        } catch (DataAccessException | TransactionException _) {
            return Optional.empty();
        }
    }
}
