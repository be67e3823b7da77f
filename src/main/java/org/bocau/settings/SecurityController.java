package org.bocau.settings;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.bocau.account.AppPasswords;
import org.bocau.account.FieldRefusal;
import org.bocau.pages.Notices;
import org.bocau.security.MailPasswords;
import org.bocau.security.OwnPassword;
import org.bocau.security.WebUser;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The password of whoever is signed in, and those of their mail programs. */
@Controller
@RequestMapping("/settings/security")
class SecurityController {
    private static final String PAGE = "settings/security";
    private static final String PASSWORD_PAGE = "settings/password";

    private final AppPasswords appPasswords;
    private final MailPasswords changes;
    private final OwnPassword ownPassword;
    private final Notices notices;

    SecurityController(
            AppPasswords appPasswords,
            MailPasswords changes,
            OwnPassword ownPassword,
            Notices notices) {
        this.appPasswords = appPasswords;
        this.changes = changes;
        this.ownPassword = ownPassword;
        this.notices = notices;
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

    /**
     * @param current the password that is to be replaced
     */
    record PasswordForm(
            @Nullable String current, @Nullable String password, @Nullable String repeated) {
        static final PasswordForm EMPTY = new PasswordForm("", "", "");

        @Override
        public String toString() { // without the passwords, so that they reach no log
            return "PasswordForm[]";
        }
    }

    @ModelAttribute("section")
    String section() {
        return "security";
    }

    @GetMapping
    String show(@AuthenticationPrincipal WebUser user, Model model) {
        model.addAttribute("form", new NewForm("", ""));
        return page(user, model);
    }

    private String page(WebUser user, Model model) {
        model.addAttribute("appPasswords", appPasswords.of(user.account()));
        model.addAttribute("only", appPasswords.required(user.account()));
        return PAGE;
    }

    /** The answer shows the secret, which is kept nowhere, not even for a redirect. */
    @PostMapping
    String create(
            @AuthenticationPrincipal WebUser user,
            @ModelAttribute("form") NewForm form,
            BindingResult errors,
            HttpServletRequest request,
            Model model) {
        var name = form.name() == null ? "" : form.name().strip();
        var password = form.password() == null ? "" : form.password();
        try {
            ownPassword.require(request, user, password, "password");
            model.addAttribute("secret", changes.create(user.account(), name));
            model.addAttribute("secretName", name);
        } catch (FieldRefusal refusal) {
            var arguments = refusal.arguments().toArray();
            errors.rejectValue(refusal.field(), refusal.messageKey(), arguments, null);
        }
        return page(user, model);
    }

    @PostMapping("/revoke")
    String revoke(
            @AuthenticationPrincipal WebUser user,
            @RequestParam long id,
            RedirectAttributes redirect) {
        changes.revoke(user.address(), user.account(), id);
        notices.say(redirect, "app-passwords.revoked");
        return "redirect:/settings/security";
    }

    @PostMapping("/app-passwords-only")
    String require(
            @AuthenticationPrincipal WebUser user,
            @RequestParam(defaultValue = "false") boolean only,
            RedirectAttributes redirect) {
        changes.require(user.address(), user.account(), only);
        notices.say(redirect, only ? "app-passwords.only.on" : "app-passwords.only.off");
        return "redirect:/settings/security";
    }

    @GetMapping("/password")
    String changing(Model model) {
        model.addAttribute("form", PasswordForm.EMPTY);
        return PASSWORD_PAGE;
    }

    @PostMapping("/password")
    String change(
            @ModelAttribute("form") PasswordForm form,
            BindingResult errors,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        var password = form.password() == null ? "" : form.password();
        if (!password.equals(form.repeated())) {
            errors.rejectValue("repeated", "refusal.password.differs");
        }
        return Refused.orForm(
                errors,
                () -> PASSWORD_PAGE,
                () -> {
                    var current = form.current() == null ? "" : form.current();
                    ownPassword.change(request, response, current, password);
                    notices.say(redirect, "settings.password.changed");
                    return "redirect:/settings/security";
                });
    }
}
