package org.bocau.web;

import java.time.Duration;
import java.util.Locale;
import org.bocau.security.SignInRefusal;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.web.WebAttributes;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.WebRequest;

/**
 * The sign-in page. Its form is taken by Spring Security's filter, which comes back here when it
 * refuses, with a {@link SignInRefusal} in the session.
 */
@Controller
class SignInController {
    private final MessageSource messages;

    SignInController(MessageSource messages) {
        this.messages = messages;
    }

    @GetMapping("/")
    String start() {
        return "redirect:/mail/inbox";
    }

    @GetMapping("/sign-in")
    String signIn(
            @RequestParam(name = "signed-out", required = false) @Nullable String signedOut,
            @SessionAttribute(name = WebAttributes.AUTHENTICATION_EXCEPTION, required = false)
                    @Nullable Object refusal,
            @RequestParam(required = false) @Nullable String expired,
            WebRequest request,
            Locale locale,
            Model model) {
        if (refusal instanceof SignInRefusal refused) {
            // told once
            request.removeAttribute(
                    WebAttributes.AUTHENTICATION_EXCEPTION, RequestAttributes.SCOPE_SESSION);
            model.addAttribute("problem", explain(refused, locale));
            model.addAttribute("address", refused.address());
        }
        model.addAttribute("signedOut", signedOut != null);
        model.addAttribute("expired", expired != null && !(refusal instanceof SignInRefusal));
        return "sign-in";
    }

    /**
     * What a script needs that has been open for longer than its session, once that is begun anew.
     */
    record Session(String token) {}

    @GetMapping("/session")
    @ResponseBody
    Session session(CsrfToken token) {
        return new Session(token.getToken());
    }

    private String explain(SignInRefusal refusal, Locale locale) {
        return switch (refusal.reason()) {
            case REFUSED -> messages.getMessage("sign-in.refused", null, locale);
            case UNAVAILABLE -> messages.getMessage("sign-in.unavailable", null, locale);
            case THROTTLED -> {
                var wait = refusal.retryAfter() == null ? Duration.ZERO : refusal.retryAfter();
                yield messages.getMessage(
                        "sign-in.throttled", new Object[] {inWords(wait, locale)}, locale);
            }
        };
    }

    private String inWords(Duration wait, Locale locale) {
        long seconds = Math.max(1, wait.toSeconds());
        return seconds < 90
                ? messages.getMessage("duration.seconds", new Object[] {seconds}, locale)
                : messages.getMessage(
                        "duration.minutes", new Object[] {(seconds + 59) / 60}, locale);
    }
}
