package org.bocau.admin;

import jakarta.validation.Valid;
import java.security.Principal;
import org.bocau.account.DkimKeyRing;
import org.bocau.account.DomainId;
import org.bocau.account.DomainRow;
import org.bocau.account.Domains;
import org.bocau.account.FieldRefusal;
import org.bocau.delivery.DomainKeys;
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

/** The domains mail is received for. */
@Controller
@RequestMapping("/admin/domains")
class DomainController {
    private final Domains domains;
    private final AuditedDomains changes;
    private final DomainKeys keys;
    private final DkimKeyRing ring;
    private final Notices notices;

    DomainController(
            Domains domains,
            AuditedDomains changes,
            DomainKeys keys,
            DkimKeyRing ring,
            Notices notices) {
        this.domains = domains;
        this.changes = changes;
        this.keys = keys;
        this.ring = ring;
        this.notices = notices;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") int page,
            Model model) {
        var rows = domains.page(q, Paging.of(page));
        model.addAttribute("page", rows);
        model.addAttribute("signing", ring.signing(rows.map(DomainRow::id).getContent()));
        model.addAttribute("q", q);
        return "admin/domains";
    }

    @GetMapping("/new")
    String blank(Model model) {
        model.addAttribute("form", DomainForm.EMPTY);
        return "admin/domain-new";
    }

    @PostMapping
    String create(
            @Valid @ModelAttribute("form") DomainForm form,
            BindingResult errors,
            Principal administrator,
            RedirectAttributes redirect) {
        return Refusals.orForm(
                "admin/domain-new",
                errors,
                () -> {
                    var domain = changes.create(administrator.getName(), form.name());
                    keys.provide(domain); // after the commit: it takes its time
                    notices.say(redirect, "admin.domain.created", domain.name());
                    return "redirect:/admin/domains/" + domain.id().value();
                });
    }

    @GetMapping("/{id:\\d{1,18}}/delete")
    String confirmDelete(@PathVariable long id, Model model) {
        model.addAttribute("domain", domain(id));
        return "admin/domain-delete";
    }

    @PostMapping("/{id:\\d{1,18}}/delete")
    String delete(
            @PathVariable long id,
            Principal administrator,
            Model model,
            RedirectAttributes redirect) {
        var domain = domain(id);
        try {
            changes.delete(administrator.getName(), domain);
            notices.say(redirect, "admin.domain.deleted", domain.name());
            return "redirect:/admin/domains";
        } catch (FieldRefusal _) { // somebody has just put something into it
            model.addAttribute("domain", domain(id));
            return "admin/domain-delete";
        }
    }

    private DomainRow domain(long id) {
        return domains.find(new DomainId(id)).orElseThrow();
    }
}
