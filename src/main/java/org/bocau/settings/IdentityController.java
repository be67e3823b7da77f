package org.bocau.settings;

import java.util.List;
import org.bocau.pages.Notices;
import org.bocau.preferences.Identities;
import org.bocau.preferences.Identity;
import org.bocau.security.WebUser;
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

/** Under which names and addresses somebody writes, and what stands below their messages. */
@Controller
@RequestMapping("/settings/identities")
class IdentityController {
    private static final String LIST = "redirect:/settings/identities";
    private static final String EDIT = "settings/identity";
    private static final String ID = "/{id:\\d{1,9}}";

    private final Identities identities;
    private final Notices notices;

    IdentityController(Identities identities, Notices notices) {
        this.identities = identities;
        this.notices = notices;
    }

    /**
     * One in the list.
     *
     * @param usable false once its address has been taken away
     */
    record Line(Identity identity, boolean usable) {}

    @ModelAttribute("section")
    String section() {
        return "identities";
    }

    @GetMapping
    String list(@AuthenticationPrincipal WebUser user, Model model) {
        var account = user.account();
        model.addAttribute(
                "identities",
                identities.of(account).stream()
                        .map(one -> new Line(one, identities.usable(account, one)))
                        .toList());
        return "settings/identities";
    }

    @GetMapping("/new")
    String creating(@AuthenticationPrincipal WebUser user, Model model) {
        model.addAttribute("form", new IdentityForm(user.name(), "", "", "", ""));
        return page(user, true, 0, model);
    }

    @PostMapping("/new")
    String create(
            @AuthenticationPrincipal WebUser user,
            @ModelAttribute("form") IdentityForm form,
            BindingResult errors,
            RedirectAttributes redirect,
            Model model) {
        return save(user, true, 0, form, errors, redirect, model);
    }

    @GetMapping(ID)
    String editing(@AuthenticationPrincipal WebUser user, @PathVariable long id, Model model) {
        model.addAttribute(
                "form", IdentityForm.of(identities.find(user.account(), id).orElseThrow()));
        return page(user, false, id, model);
    }

    @PostMapping(ID)
    String edit(
            @AuthenticationPrincipal WebUser user,
            @PathVariable long id,
            @ModelAttribute("form") IdentityForm form,
            BindingResult errors,
            RedirectAttributes redirect,
            Model model) {
        var _ = identities.find(user.account(), id).orElseThrow();
        return save(user, false, id, form, errors, redirect, model);
    }

    private String save(
            WebUser user,
            boolean fresh,
            long id,
            IdentityForm form,
            BindingResult errors,
            RedirectAttributes redirect,
            Model model) {
        return Refused.orForm(
                errors,
                () -> page(user, fresh, id, model),
                () -> {
                    identities.save(user.account(), id, form.draft());
                    notices.say(redirect, "settings.identity.saved");
                    return LIST;
                });
    }

    private String page(WebUser user, boolean fresh, long id, Model model) {
        List<String> addresses = identities.addresses(user.account());
        model.addAttribute("addresses", addresses);
        model.addAttribute("fresh", fresh);
        model.addAttribute("id", id);
        return EDIT;
    }

    @PostMapping(ID + "/prefer")
    String prefer(
            @AuthenticationPrincipal WebUser user,
            @PathVariable long id,
            RedirectAttributes redirect) {
        identities.prefer(user.account(), id);
        notices.say(redirect, "settings.identity.preferred");
        return LIST;
    }

    @PostMapping(ID + "/delete")
    String delete(
            @AuthenticationPrincipal WebUser user,
            @PathVariable long id,
            RedirectAttributes redirect) {
        identities.remove(user.account(), id);
        notices.say(redirect, "settings.identity.deleted");
        return LIST;
    }
}
