package org.bocau.admin;

import jakarta.validation.Valid;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import org.bocau.account.AccountId;
import org.bocau.account.CapabilityMasks;
import org.bocau.pages.Notices;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the mail programs of one account are not told that the server can do. */
@Controller
@RequestMapping("/admin/accounts/{id:\\d{1,18}}/capabilities")
class AccountCapabilitiesController {
    private final AccountViews accounts;
    private final AuditedAccounts changes;
    private final CapabilityMasks masks;
    private final Notices notices;

    AccountCapabilitiesController(
            AccountViews accounts,
            AuditedAccounts changes,
            CapabilityMasks masks,
            Notices notices) {
        this.accounts = accounts;
        this.changes = changes;
        this.masks = masks;
        this.notices = notices;
    }

    @ModelAttribute("account")
    AccountLine account(@PathVariable long id, Locale locale) {
        return accounts.line(id, locale);
    }

    @ModelAttribute("maskable")
    List<String> maskable() {
        return masks.maskable();
    }

    @GetMapping
    String show(@PathVariable long id, Model model) {
        model.addAttribute("form", CapabilitiesForm.of(masks.of(new AccountId(id))));
        return "admin/account-capabilities";
    }

    @PostMapping
    String edit(
            @PathVariable long id,
            @Valid @ModelAttribute("form") CapabilitiesForm form,
            BindingResult errors,
            Principal administrator,
            RedirectAttributes redirect) {
        return Refusals.orForm(
                "admin/account-capabilities",
                errors,
                () -> {
                    var account = accounts.row(id);
                    changes.mask(administrator.getName(), account, form.names());
                    notices.say(redirect, "admin.account.saved", account.address().toString());
                    return "redirect:/admin/accounts/" + id;
                });
    }
}
