package org.bocau.settings;

import org.bocau.pages.Notices;
import org.bocau.preferences.ReplyTemplate;
import org.bocau.preferences.ReplyTemplates;
import org.bocau.security.WebUser;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The replies somebody keeps ready. */
@Controller
@RequestMapping("/settings/templates")
class TemplateController {
    private static final String LIST = "redirect:/settings/templates";
    private static final String ID = "/{id:\\d{1,9}}";

    private final ReplyTemplates templates;
    private final Notices notices;

    TemplateController(ReplyTemplates templates, Notices notices) {
        this.templates = templates;
        this.notices = notices;
    }

    /** A template as it is typed. */
    record Form(@Nullable String name, @Nullable String text) {
        String givenName() {
            return name == null ? "" : name;
        }

        String givenText() {
            return text == null ? "" : text;
        }
    }

    @ModelAttribute("section")
    String section() {
        return "templates";
    }

    @GetMapping
    String list(@AuthenticationPrincipal WebUser user, Model model) {
        model.addAttribute("templates", templates.of(user.account()));
        return "settings/templates";
    }

    @GetMapping("/new")
    String creating(Model model) {
        model.addAttribute("form", new Form("", ""));
        return page(0, model);
    }

    @PostMapping("/new")
    String create(
            @AuthenticationPrincipal WebUser user,
            @ModelAttribute("form") Form form,
            BindingResult errors,
            RedirectAttributes redirect,
            Model model) {
        return save(user, 0, form, errors, redirect, model);
    }

    @GetMapping(ID)
    String editing(@AuthenticationPrincipal WebUser user, @PathVariable long id, Model model) {
        var template = templates.find(user.account(), id).orElseThrow();
        model.addAttribute("form", new Form(template.name(), template.text()));
        return page(id, model);
    }

    @PostMapping(ID)
    String edit(
            @AuthenticationPrincipal WebUser user,
            @PathVariable long id,
            @ModelAttribute("form") Form form,
            BindingResult errors,
            RedirectAttributes redirect,
            Model model) {
        var _ = templates.find(user.account(), id).orElseThrow();
        return save(user, id, form, errors, redirect, model);
    }

    private String save(
            WebUser user,
            long id,
            Form form,
            BindingResult errors,
            RedirectAttributes redirect,
            Model model) {
        return Refused.orForm(
                errors,
                () -> page(id, model),
                () -> {
                    templates.save(user.account(), id, form.givenName(), form.givenText());
                    notices.say(redirect, "settings.template.saved");
                    return LIST;
                });
    }

    private static String page(long id, Model model) {
        model.addAttribute("id", id);
        model.addAttribute("placeholders", ReplyTemplate.PLACEHOLDERS);
        return "settings/template";
    }

    @PostMapping(ID + "/delete")
    String delete(
            @AuthenticationPrincipal WebUser user,
            @PathVariable long id,
            RedirectAttributes redirect) {
        templates.remove(user.account(), id);
        notices.say(redirect, "settings.template.deleted");
        return LIST;
    }
}
