package org.bocau.webmail;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import org.bocau.account.AppPasswords;
import org.bocau.account.FieldRefusal;
import org.bocau.mailclient.MailAccount;
import org.bocau.security.Login;
import org.bocau.security.LoginResult;
import org.bocau.security.Logins;
import org.bocau.security.MailPasswords;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The app passwords of whoever is signed in. Does without the mail server. */
@Controller
@RequestMapping("/settings/security")
class SecurityController {
    private static final String PAGE = "webmail/security";

    private final AppPasswords appPasswords;
    private final MailPasswords changes;
    private final Logins logins;

    SecurityController(AppPasswords appPasswords, MailPasswords changes, Logins logins) {
        this.appPasswords = appPasswords;
        this.changes = changes;
        this.logins = logins;
    }

    /**
     * @param name of the program or device
     * @param password the owner's: an unwatched screen must not be enough
     */
    record NewForm(@Nullable String name, @Nullable String password) {
        @Override
        public String toString() { // without the password, so that it reaches no log
            return "NewForm[" + name + "]";
        }
    }

    @GetMapping
    String show(MailAccount account, Model model) {
        model.addAttribute("form", new NewForm("", ""));
        return page(account, model);
    }

    private String page(MailAccount account, Model model) {
        model.addAttribute("appPasswords", appPasswords.of(account.id()));
        model.addAttribute("only", appPasswords.required(account.id()));
        return PAGE;
    }

    /** The answer shows the secret, which is kept nowhere, not even for a redirect. */
    @PostMapping
    String create(
            MailAccount account,
            @ModelAttribute("form") NewForm form,
            BindingResult errors,
            HttpServletRequest request,
            Model model) {
        var name = form.name() == null ? "" : form.name().strip();
        if (confirmed(account, form, errors, request)) {
            try {
                model.addAttribute("secret", changes.create(account.id(), name));
                model.addAttribute("secretName", name);
            } catch (FieldRefusal refusal) {
                errors.rejectValue(
                        "name", refusal.messageKey(), refusal.arguments().toArray(), null);
            }
        }
        return page(account, model);
    }

    private boolean confirmed(
            MailAccount account, NewForm form, BindingResult errors, HttpServletRequest request) {
        var from =
                new Login(
                        "web", InetAddress.ofLiteral(request.getRemoteAddr()), request.isSecure());
        var password = form.password() == null ? "" : form.password();
        switch (logins.password(from, account.address(), password)) {
            case LoginResult.Accepted _ -> {}
            case LoginResult.Refused _ -> errors.rejectValue("password", "security.password.wrong");
            case LoginResult.Throttled _ ->
                    errors.rejectValue("password", "security.password.later");
        }
        return !errors.hasErrors();
    }

    @PostMapping("/revoke")
    String revoke(MailAccount account, @RequestParam long id) {
        changes.revoke(account.address(), account.id(), id);
        return "redirect:/settings/security";
    }

    @PostMapping("/app-passwords-only")
    String require(MailAccount account, @RequestParam(defaultValue = "false") boolean only) {
        changes.require(account.address(), account.id(), only);
        return "redirect:/settings/security";
    }
}
