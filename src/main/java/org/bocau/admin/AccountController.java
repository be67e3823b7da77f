package org.bocau.admin;

import jakarta.validation.Valid;
import java.security.Principal;
import java.util.Locale;
import org.bocau.pages.Notices;
import org.bocau.security.Passwords;
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
 * The accounts: list, search, and making new ones. One account's own page is {@link
 * AccountEditController}.
 */
@Controller
@RequestMapping("/admin/accounts")
class AccountController {
    private final AccountViews accounts;
    private final AuditedAccounts changes;
    private final Passwords passwords;
    private final Notices notices;

    AccountController(
            AccountViews accounts, AuditedAccounts changes, Passwords passwords, Notices notices) {
        this.accounts = accounts;
        this.changes = changes;
        this.passwords = passwords;
        this.notices = notices;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") int page,
            Locale locale,
            Model model) {
        model.addAttribute("page", accounts.page(q, page, locale));
        model.addAttribute("q", q);
        return "admin/accounts";
    }

    @GetMapping("/new")
    String blank(Model model) {
        model.addAttribute("form", NewAccountForm.EMPTY);
        return "admin/account-new";
    }

    @PostMapping
    String create(
            @Valid @ModelAttribute("form") NewAccountForm form,
            BindingResult errors,
            Principal administrator,
            RedirectAttributes redirect) {
        form.check(errors);
        return Refusals.orForm(
                "admin/account-new",
                errors,
                () -> {
                    // hashed before the transaction: a database connection waits for no processor
                    var account = form.account(owner -> passwords.hash(owner, form.password()));
                    var id = changes.create(administrator.getName(), account);
                    notices.say(redirect, "admin.account.created", account.address().toString());
                    return "redirect:/admin/accounts/" + id.value();
                });
    }
}
