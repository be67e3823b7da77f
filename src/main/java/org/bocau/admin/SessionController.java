package org.bocau.admin;

import java.security.Principal;
import java.util.Comparator;
import org.bocau.net.Connection;
import org.bocau.net.Listeners;
import org.bocau.pages.Notices;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The connections open on this node: who, over what, from where, since when; and ending one. */
@Controller
@RequestMapping("/admin/sessions")
class SessionController {
    private final Listeners listeners;
    private final AuditedSessions changes;
    private final Notices notices;

    SessionController(Listeners listeners, AuditedSessions changes, Notices notices) {
        this.listeners = listeners;
        this.changes = changes;
        this.notices = notices;
    }

    @GetMapping
    String list(Model model) {
        var sessions =
                listeners.connections().stream()
                        .sorted(Comparator.comparing(Connection::openedAt).reversed())
                        .map(SessionLine::of)
                        .toList();
        model.addAttribute("sessions", sessions);
        return "admin/sessions";
    }

    /** The session still says good-bye ({@code * BYE}, {@code 421}); then its connection closes. */
    @PostMapping("/{id:[A-Za-z0-9-]{1,40}}/end")
    String end(@PathVariable String id, Principal administrator, RedirectAttributes redirect) {
        var connection =
                listeners.connections().stream()
                        .filter(open -> open.id().equals(id))
                        .findAny()
                        .orElseThrow();
        changes.end(administrator.getName(), SessionLine.of(connection));
        connection.stop(); // after the commit: nothing that touches a socket is in a transaction
        notices.say(redirect, "admin.session.ended", id);
        return "redirect:/admin/sessions";
    }
}
