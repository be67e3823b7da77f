package org.bocau.admin;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import org.bocau.account.Domains;
import org.bocau.delivery.DomainKeys;
import org.bocau.pages.Notices;
import org.bocau.security.Setup;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The first page of a new server. Who has the printed token makes the first domain and
 * administrator.
 */
@Controller
@RequestMapping("/setup")
class SetupController {
    private final Setup setup;
    private final Domains domains;
    private final DomainKeys keys;
    private final Notices notices;

    SetupController(Setup setup, Domains domains, DomainKeys keys, Notices notices) {
        this.setup = setup;
        this.domains = domains;
        this.keys = keys;
        this.notices = notices;
    }

    @GetMapping
    String blank(
            @RequestParam(required = false) @Nullable String token,
            HttpServletResponse response,
            Model model) {
        if (!setup.accepts(token)) return closed(response);
        model.addAttribute("token", token);
        model.addAttribute("form", SetupForm.EMPTY);
        return "admin/setup";
    }

    @PostMapping
    String complete(
            @RequestParam(required = false) @Nullable String token,
            @Valid @ModelAttribute("form") SetupForm form,
            BindingResult errors,
            HttpServletResponse response,
            Model model,
            RedirectAttributes redirect) {
        if (!setup.accepts(token)) return closed(response);
        model.addAttribute("token", token);
        form.checkRepeated(errors);
        try {
            return Refusals.orForm(
                    "admin/setup",
                    errors,
                    () -> {
                        var administrator = setup.complete(token, form.steps());
                        domains.find(administrator.address().domain()).ifPresent(keys::provide);
                        notices.say(redirect, "setup.done", administrator.address().toString());
                        return "redirect:/sign-in";
                    });
        } catch (IllegalStateException _) { // another node was a moment faster
            return closed(response);
        }
    }

    private static String closed(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        return "admin/setup-closed";
    }
}
