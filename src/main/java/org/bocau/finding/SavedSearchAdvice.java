package org.bocau.finding;

import java.security.Principal;
import java.util.List;
import org.bocau.account.AccountId;
import org.bocau.search.SavedSearch;
import org.bocau.search.SavedSearches;
import org.bocau.security.WebUser;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.thymeleaf.context.LazyContextVariable;

/** Gives the folder list the saved searches; nothing is read for answers that do not show it. */
@ControllerAdvice(basePackageClasses = SavedSearchAdvice.class)
class SavedSearchAdvice {
    private final SavedSearches saved;

    SavedSearchAdvice(SavedSearches saved) {
        this.saved = saved;
    }

    @ModelAttribute
    void savedSearches(@Nullable Principal principal, Model model) {
        if (principal instanceof Authentication who && who.getPrincipal() instanceof WebUser user) {
            model.addAttribute("savedSearches", of(user.account()));
        }
    }

    private LazyContextVariable<List<SavedSearch>> of(AccountId account) {
        return new LazyContextVariable<>() {
            @Override
            protected List<SavedSearch> loadValue() {
                return saved.all(account);
            }
        };
    }
}
