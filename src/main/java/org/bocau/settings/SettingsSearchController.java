package org.bocau.settings;

import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The search over all settings. */
@Controller
class SettingsSearchController {
    private final SettingsIndex index;

    SettingsSearchController(SettingsIndex index) {
        this.index = index;
    }

    @GetMapping("/settings/search")
    String search(@RequestParam(defaultValue = "") String q, Locale locale, Model model) {
        model.addAttribute("section", "search");
        model.addAttribute("settingsQuery", q);
        model.addAttribute("hits", q.isBlank() ? List.of() : index.find(q, locale));
        return "settings/search";
    }
}
