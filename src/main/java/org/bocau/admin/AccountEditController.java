package org.bocau.admin;

import jakarta.validation.Valid;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import org.bocau.account.FieldRefusal;
import org.bocau.pages.Notices;
import org.bocau.security.Passwords;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One account: its details, its password, whether it is open, and its end. */
@Controller
@RequestMapping("/admin/accounts/{id:\\d{1,18}}")
class AccountEditController {
    private final AccountViews accounts;
    private final AuditedAccounts changes;
    private final Passwords passwords;
    private final Notices notices;

    AccountEditController(
            AccountViews accounts, AuditedAccounts changes, Passwords passwords, Notices notices) {
        this.accounts = accounts;
        this.changes = changes;
        this.passwords = passwords;
        this.notices = notices;
    }

    @ModelAttribute("account")
    AccountLine account(@PathVariable long id, Locale locale) {
        return accounts.line(id, locale);
    }

    @ModelAttribute("signIns")
    List<SignInLine> signIns(@PathVariable long id) {
        return accounts.signIns(id);
    }

    @GetMapping
    String show(@PathVariable long id, Model model) {
        model.addAttribute("form", AccountForm.of(accounts.row(id)));
        return "admin/account";
    }

    @PostMapping
    String edit(
            @PathVariable long id,
            @Valid @ModelAttribute("form") AccountForm form,
            BindingResult errors,
            Principal administrator,
            RedirectAttributes redirect) {
        return Refusals.orForm(
                "admin/account",
                errors,
                () -> {
                    var account = accounts.row(id);
                    changes.edit(
                            administrator.getName(), account, form.version(), form.edit(account));
                    notices.say(redirect, "admin.account.saved", account.address().toString());
                    return "redirect:/admin/accounts/" + id;
                });
    }

    @PostMapping("/disable")
    String disable(
            @PathVariable long id,
            Principal administrator,
            Model model,
            RedirectAttributes redirect) {
        return open(id, false, administrator, model, redirect);
    }

    @PostMapping("/enable")
    String enable(
            @PathVariable long id,
            Principal administrator,
            Model model,
            RedirectAttributes redirect) {
        return open(id, true, administrator, model, redirect);
    }

    private String open(
            long id,
            boolean open,
            Principal administrator,
            Model model,
            RedirectAttributes redirect) {
        var account = accounts.row(id);
        try {
            changes.open(administrator.getName(), account, open);
        } catch (FieldRefusal refusal) { // the last administrator, or somebody else was faster
            model.addAttribute("refusal", refusal);
            return show(id, model);
        }
        var done = open ? "admin.account.enabled" : "admin.account.disabled";
        notices.say(redirect, done, account.address().toString());
        return "redirect:/admin/accounts/" + id;
    }

    @GetMapping("/password")
    String blankPassword(Model model) {
        model.addAttribute("form", PasswordForm.EMPTY);
        return "admin/account-password";
    }

    @PostMapping("/password")
    String resetPassword(
            @PathVariable long id,
            @Valid @ModelAttribute("form") PasswordForm form,
            BindingResult errors,
            Principal administrator,
            RedirectAttributes redirect) {
        form.checkRepeated(errors);
        return Refusals.orForm(
                "admin/account-password",
                errors,
                () -> {
                    var account = accounts.row(id);
                    var hash = passwords.hash(account.address(), form.password());
                    changes.resetPassword(administrator.getName(), account, hash);
                    notices.say(
                            redirect, "admin.account.password-reset", account.address().toString());
                    return "redirect:/admin/accounts/" + id;
                });
    }

    @GetMapping("/delete")
    String confirmDelete(Model model) {
        model.addAttribute("form", DeleteForm.EMPTY);
        return "admin/account-delete";
    }

    @PostMapping("/delete")
    String delete(
            @PathVariable long id,
            @Valid @ModelAttribute("form") DeleteForm form,
            BindingResult errors,
            Principal administrator,
            RedirectAttributes redirect) {
        var account = accounts.row(id);
        form.check(account.address().toString(), errors);
        return Refusals.orForm(
                "admin/account-delete",
                errors,
                () -> {
                    changes.delete(administrator.getName(), account);
                    notices.say(redirect, "admin.account.deleted", account.address().toString());
                    return "redirect:/admin/accounts";
                });
    }
}
