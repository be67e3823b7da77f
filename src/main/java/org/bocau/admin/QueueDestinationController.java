package org.bocau.admin;

import java.security.Principal;
import java.util.Locale;
import org.bocau.pages.Notices;
import org.bocau.queue.QueueDestination;
import org.bocau.queue.QueueDestinations;
import org.bocau.queue.Returning;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Mail that waits to leave by the domain it is for, and what may be done with all of it. */
@Controller
@RequestMapping("/admin/queue/destinations")
class QueueDestinationController {
    private final QueueDestinations destinations;
    private final AuditedQueue changes;
    private final Notices notices;

    QueueDestinationController(
            QueueDestinations destinations, AuditedQueue changes, Notices notices) {
        this.destinations = destinations;
        this.changes = changes;
        this.notices = notices;
    }

    /**
     * @param q part of the domain
     */
    @GetMapping
    String list(@RequestParam(defaultValue = "") String q, Model model) {
        var found = destinations.list(q.strip().toLowerCase(Locale.ROOT));
        model.addAttribute("destinations", found.stream().map(QueueDestinationLine::of).toList());
        model.addAttribute("q", q);
        model.addAttribute("filtered", !q.isBlank());
        return "admin/queue-destinations";
    }

    @GetMapping("/one")
    String show(@RequestParam(defaultValue = "") String domain, Model model) {
        model.addAttribute("destination", QueueDestinationLine.of(destination(domain)));
        model.addAttribute("most", Returning.MOST);
        return "admin/queue-destination";
    }

    /**
     * @param sure what cannot be undone is asked for twice
     */
    @PostMapping("/one/{action:hold|release|retry|bounce|delete}")
    String change(
            @RequestParam String domain,
            @RequestParam(defaultValue = "false") boolean sure,
            @PathVariable String action,
            Principal administrator,
            RedirectAttributes redirect) {
        var change = QueueChange.valueOf(action.toUpperCase(Locale.ROOT));
        var found = destination(domain).domain();
        int changed =
                change.ends() && !sure ? 0 : changes.apply(change, administrator.getName(), found);
        notices.say(
                redirect,
                changed > 0 ? "admin.queue.all." + action : "admin.queue.all.nothing",
                changed);
        if (destinations.find(found).isEmpty()) {
            return "redirect:/admin/queue/destinations";
        }
        redirect.addAttribute("domain", found);
        return "redirect:/admin/queue/destinations/one";
    }

    private QueueDestination destination(String domain) {
        return destinations.find(domain).orElseThrow();
    }
}
