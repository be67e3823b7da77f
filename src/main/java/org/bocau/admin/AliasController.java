package org.bocau.admin;

import jakarta.validation.Valid;
import java.security.Principal;
import org.bocau.account.AliasId;
import org.bocau.account.AliasRow;
import org.bocau.account.Aliases;
import org.bocau.pages.Notices;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Aliases: addresses that stand for others. */
@Controller
@RequestMapping("/admin/aliases")
class AliasController {
    private final Aliases aliases;
    private final AuditedAliases changes;
    private final Notices notices;

    AliasController(Aliases aliases, AuditedAliases changes, Notices notices) {
        this.aliases = aliases;
        this.changes = changes;
        this.notices = notices;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") int page,
            Model model) {
        model.addAttribute("page", aliases.page(q, Paging.of(page)));
        model.addAttribute("q", q);
        return "admin/aliases";
    }

    @GetMapping("/new")
    String blank(Model model) {
        model.addAttribute("form", AliasForm.EMPTY);
        return "admin/alias";
    }

    @PostMapping
    String create(
            @Valid @ModelAttribute("form") AliasForm form,
            BindingResult errors,
            Principal administrator,
            RedirectAttributes redirect) {
        form.check(errors);
        return Refusals.orForm(
                "admin/alias",
                errors,
                () -> {
                    var address = form.parsedAddress();
                    changes.create(administrator.getName(), address, form.parsedTargets());
                    notices.say(redirect, "admin.alias.created", address.toString());
                    return "redirect:/admin/aliases";
                });
    }

    @GetMapping("/{id:\\d{1,18}}")
    String show(@PathVariable long id, Model model) {
        var alias = alias(id);
        model.addAttribute("alias", alias);
        model.addAttribute("form", AliasForm.of(alias));
        return "admin/alias";
    }

    @PostMapping("/{id:\\d{1,18}}")
    String edit(
            @PathVariable long id,
            @Valid @ModelAttribute("form") AliasForm form,
            BindingResult errors,
            Principal administrator,
            Model model,
            RedirectAttributes redirect) {
        var alias = alias(id);
        model.addAttribute("alias", alias);
        form.check(errors);
        return Refusals.orForm(
                "admin/alias",
                errors,
                () -> {
                    var targets = form.parsedTargets();
                    changes.edit(administrator.getName(), alias, form.version(), targets);
                    notices.say(redirect, "admin.alias.saved", alias.address().toString());
                    return "redirect:/admin/aliases";
                });
    }

    @GetMapping("/{id:\\d{1,18}}/delete")
    String confirmDelete(@PathVariable long id, Model model) {
        model.addAttribute("alias", alias(id));
        return "admin/alias-delete";
    }

    @PostMapping("/{id:\\d{1,18}}/delete")
    String delete(@PathVariable long id, Principal administrator, RedirectAttributes redirect) {
        var alias = alias(id);
        changes.delete(administrator.getName(), alias);
        notices.say(redirect, "admin.alias.deleted", alias.address().toString());
        return "redirect:/admin/aliases";
    }

    private AliasRow alias(long id) {
        return aliases.find(new AliasId(id)).orElseThrow();
    }
}
