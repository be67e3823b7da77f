package org.bocau.admin;

import java.security.Principal;
import java.util.Locale;
import org.bocau.account.AccountId;
import org.bocau.account.AppPasswords;
import org.bocau.pages.Notices;
import org.bocau.security.MailPasswords;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The app passwords of one account: seen and revoked here, made by their owner alone. */
@Controller
@RequestMapping("/admin/accounts/{id:\\d{1,18}}/app-passwords")
class AccountAppPasswordsController {
    private final AccountViews accounts;
    private final AppPasswords appPasswords;
    private final MailPasswords changes;
    private final Notices notices;

    AccountAppPasswordsController(
            AccountViews accounts,
            AppPasswords appPasswords,
            MailPasswords changes,
            Notices notices) {
        this.accounts = accounts;
        this.appPasswords = appPasswords;
        this.changes = changes;
        this.notices = notices;
    }

    @GetMapping
    String show(@PathVariable long id, Locale locale, Model model) {
        model.addAttribute("account", accounts.line(id, locale));
        model.addAttribute("appPasswords", appPasswords.of(new AccountId(id)));
        model.addAttribute("only", appPasswords.required(new AccountId(id)));
        return "admin/account-app-passwords";
    }

    @PostMapping
    String require(
            @PathVariable long id,
            @RequestParam(defaultValue = "false") boolean only,
            Principal administrator,
            RedirectAttributes redirect) {
        changes.require(administrator.getName(), accounts.row(id).id(), only);
        notices.say(redirect, only ? "app-passwords.only.on" : "app-passwords.only.off");
        return "redirect:/admin/accounts/" + id + "/app-passwords";
    }

    @PostMapping("/revoke")
    String revoke(
            @PathVariable long id,
            @RequestParam("id") long appPassword,
            Principal administrator,
            RedirectAttributes redirect) {
        changes.revoke(administrator.getName(), accounts.row(id).id(), appPassword);
        notices.say(redirect, "app-passwords.revoked");
        return "redirect:/admin/accounts/" + id + "/app-passwords";
    }
}
