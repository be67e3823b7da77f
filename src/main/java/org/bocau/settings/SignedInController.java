package org.bocau.settings;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.bocau.pages.Notices;
import org.bocau.security.LoginRow;
import org.bocau.security.SessionLog;
import org.bocau.security.WebSessions;
import org.bocau.security.WebUser;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where somebody is signed in, and who tried. */
@Controller
@RequestMapping("/settings/sessions")
class SignedInController {
    private static final String PAGE = "redirect:/settings/sessions";
    private static final int ATTEMPTS = 20;

    private final WebSessions sessions;
    private final SessionLog attempts;
    private final Notices notices;

    SignedInController(WebSessions sessions, SessionLog attempts, Notices notices) {
        this.sessions = sessions;
        this.attempts = attempts;
        this.notices = notices;
    }

    /**
     * A browser that is signed in.
     *
     * @param device empty where it is not known
     * @param here the one that asks
     */
    record Line(
            String id,
            String device,
            boolean handheld,
            String remote,
            Instant beganAt,
            Instant usedAt,
            boolean here) {}

    /** Somebody came to the door. */
    record Attempt(Instant at, String service, String remote, String outcome) {
        static Attempt of(LoginRow row) {
            return new Attempt(
                    row.at(), row.service(), row.remote().getHostAddress(), row.outcome());
        }
    }

    @GetMapping
    String list(@AuthenticationPrincipal WebUser user, HttpServletRequest request, Model model) {
        var here = sessions.current(request);
        model.addAttribute("section", "sessions");
        model.addAttribute(
                "sessions",
                sessions.of(user.account()).stream().map(one -> line(one, here)).toList());
        model.addAttribute(
                "attempts",
                attempts.of(user.account(), ATTEMPTS).stream().map(Attempt::of).toList());
        return "settings/sessions";
    }

    private static Line line(WebSessions.WebSession session, String here) {
        return new Line(
                session.id(),
                Device.of(session.agent()),
                Device.handheld(session.agent()),
                session.remote().getHostAddress(),
                session.beganAt(),
                session.usedAt(),
                session.id().equals(here));
    }

    @PostMapping("/end")
    String end(
            @AuthenticationPrincipal WebUser user,
            @RequestParam String id,
            RedirectAttributes redirect) {
        sessions.end(user.account(), id);
        notices.say(redirect, "settings.session.ended");
        return PAGE;
    }

    @PostMapping("/end-others")
    String endOthers(
            @AuthenticationPrincipal WebUser user,
            HttpServletRequest request,
            RedirectAttributes redirect) {
        sessions.endOthers(user.account(), sessions.current(request));
        notices.say(redirect, "settings.sessions.ended");
        return PAGE;
    }
}
