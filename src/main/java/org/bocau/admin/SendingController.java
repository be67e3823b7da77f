package org.bocau.admin;

import jakarta.validation.Valid;
import java.security.Principal;
import java.util.Locale;
import org.bocau.account.AccountId;
import org.bocau.account.SendingLimits;
import org.bocau.pages.Notices;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who sends how much, who met a limit, and the limits of one account. */
@Controller
class SendingController {
    private static final String ONE = "/admin/accounts/{id:\\d{1,18}}/sending";

    private final SendingLimits limits;
    private final AccountViews accounts;
    private final AuditedAccounts changes;
    private final Notices notices;

    SendingController(
            SendingLimits limits, AccountViews accounts, AuditedAccounts changes, Notices notices) {
        this.limits = limits;
        this.accounts = accounts;
        this.changes = changes;
        this.notices = notices;
    }

    @GetMapping("/admin/sending")
    String list(Model model) {
        model.addAttribute("lines", limits.latest().stream().map(SendingLine::of).toList());
        return "admin/sending";
    }

    @GetMapping(ONE)
    String show(@PathVariable long id, Locale locale, Model model) {
        prepare(id, locale, model);
        model.addAttribute("form", SendingForm.of(limits.limit(new AccountId(id))));
        return "admin/account-sending";
    }

    @PostMapping(ONE)
    String edit(
            @PathVariable long id,
            @Valid @ModelAttribute("form") SendingForm form,
            BindingResult errors,
            Locale locale,
            Model model,
            Principal administrator,
            RedirectAttributes redirect) {
        prepare(id, locale, model);
        return Refusals.orForm(
                "admin/account-sending",
                errors,
                () -> {
                    var account = accounts.row(id);
                    changes.limitSending(administrator.getName(), account, form.limit());
                    notices.say(redirect, "admin.account.saved", account.address().toString());
                    return "redirect:/admin/accounts/" + id;
                });
    }

    private void prepare(long id, Locale locale, Model model) {
        model.addAttribute("account", accounts.line(id, locale));
        model.addAttribute("sending", SendingLine.of(limits.used(new AccountId(id))));
    }
}
