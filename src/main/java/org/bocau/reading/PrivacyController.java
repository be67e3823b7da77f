package org.bocau.reading;

import java.util.Locale;
import org.bocau.mailclient.MailAccount;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Whose letters show their pictures at once, and taking that back, among the settings. */
@Controller
@RequestMapping("/settings/privacy")
class PrivacyController {
    private static final String PAGE = "redirect:/settings/privacy";

    private final ImageSenders senders;
    private final MessageSource texts;

    PrivacyController(ImageSenders senders, MessageSource texts) {
        this.senders = senders;
        this.texts = texts;
    }

    @ModelAttribute("section")
    String section() {
        return "privacy";
    }

    @GetMapping
    String show(MailAccount account, Model model) {
        model.addAttribute("senders", senders.all(account.id()));
        return "webmail/privacy";
    }

    /** It is no error when they are not on the list any more. */
    @PostMapping("/forget")
    String forget(
            MailAccount account,
            @RequestParam String address,
            Locale locale,
            RedirectAttributes redirect) {
        senders.forget(account.id(), address);
        say(redirect, "settings.pictures.forgotten", locale, address);
        return PAGE;
    }

    @PostMapping("/forget-all")
    String forgetAll(MailAccount account, Locale locale, RedirectAttributes redirect) {
        senders.forgetAll(account.id());
        say(redirect, "settings.pictures.forgotten-all", locale);
        return PAGE;
    }

    private void say(RedirectAttributes redirect, String key, Locale locale, Object... words) {
        redirect.addFlashAttribute("notice", texts.getMessage(key, words, locale));
    }
}
