package org.bocau.settings;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.bocau.account.FieldRefusal;
import org.bocau.pages.Notices;
import org.bocau.preferences.Preferences;
import org.bocau.security.WebUser;
import org.springframework.context.MessageSource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages of single choices, one a topic. A page writes its own settings and no others (T47). */
@Controller
class ChoicesController {
    private static final String PAGE = "settings/choices";

    private final Preferences preferences;
    private final Notices notices;
    private final MessageSource texts;

    ChoicesController(Preferences preferences, Notices notices, MessageSource texts) {
        this.preferences = preferences;
        this.notices = notices;
        this.texts = texts;
    }

    @GetMapping("/settings")
    String start() {
        return "redirect:/settings/" + Topic.GENERAL.key();
    }

    @GetMapping("/settings/{topic:general|appearance|reading|writing}")
    String show(
            @AuthenticationPrincipal WebUser user,
            @PathVariable String topic,
            Locale locale,
            Model model) {
        return page(topic(topic), preferences.of(user.account()).values(), Map.of(), locale, model);
    }

    @PostMapping("/settings/{topic:general|appearance|reading|writing}")
    String save(
            @AuthenticationPrincipal WebUser user,
            @PathVariable String topic,
            @RequestParam Map<String, String> posted,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        var page = topic(topic);
        var choices = choices(page, posted);
        try {
            preferences.update(user.account(), choices);
        } catch (FieldRefusal refusal) {
            var values = new HashMap<>(preferences.of(user.account()).values());
            values.putAll(choices);
            var why = texts.getMessage(refusal.messageKey(), null, locale);
            return page(page, values, Map.of(refusal.field(), why), locale, model);
        }
        notices.say(redirect, "settings.saved");
        return "redirect:/settings/" + page.key();
    }

    private static Topic topic(String key) {
        return Topic.of(key).orElseThrow(() -> new NoSuchElementException(key));
    }

    /** A box that is not ticked is not sent; whatever else is missing stays as it is. */
    private static Map<String, String> choices(Topic page, Map<String, String> posted) {
        var choices = new HashMap<String, String>();
        for (var setting : page.settings()) {
            var value = posted.get(setting.key());
            boolean box = posted.containsKey("_" + setting.key());
            if (value != null) choices.put(setting.key(), value);
            else if (box) choices.put(setting.key(), "false");
        }
        return choices;
    }

    private String page(
            Topic topic,
            Map<String, String> values,
            Map<String, String> errors,
            Locale locale,
            Model model) {
        model.addAttribute("topic", topic.key());
        model.addAttribute("section", topic.key());
        model.addAttribute("errors", errors);
        model.addAttribute(
                "fields",
                topic.settings().stream()
                        .map(setting ->
                                ChoiceField.of(
                                        setting,
                                        values.getOrDefault(setting.key(), ""),
                                        texts,
                                        locale))
                        .toList());
        return PAGE;
    }
}
