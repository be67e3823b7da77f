package org.bocau.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the selects of the account forms offer. */
@ControllerAdvice(assignableTypes = {AccountController.class, AccountEditController.class})
class AccountChoices {
    private final MessageSource messages;

    AccountChoices(MessageSource messages) {
        this.messages = messages;
    }

    @ModelAttribute("units")
    List<Octets.Unit> units() {
        return List.of(Octets.Unit.values());
    }

    /** The browser's own comes first. */
    @ModelAttribute("languages")
    Map<String, String> languages(Locale locale) {
        var languages = new LinkedHashMap<String, String>();
        languages.put("", messages.getMessage("admin.language.browser", null, locale));
        languages.put("en", "English");
        languages.put("vi", "Tiếng Việt");
        return languages;
    }
}
