package org.bocau.admin;

import java.security.Principal;
import java.util.Locale;
import org.bocau.pages.Notices;
import org.bocau.queue.OutboundQueue;
import org.bocau.queue.QueueEnvelope;
import org.bocau.queue.QueueFilter;
import org.bocau.queue.QueueId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Mail that waits to leave: who it is for, what the next hop said, and what may be done with it.
 */
@Controller
@RequestMapping("/admin/queue")
class QueueController {
    private final OutboundQueue queue;
    private final AuditedQueue changes;
    private final Notices notices;

    QueueController(OutboundQueue queue, AuditedQueue changes, Notices notices) {
        this.queue = queue;
        this.changes = changes;
        this.notices = notices;
    }

    /**
     * @param q part of a recipient's domain
     * @param state how far a recipient is; empty is any
     * @param before id of the last message of the page before
     */
    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) QueueFilter.@Nullable State state,
            @RequestParam(required = false) @Nullable Long before,
            Locale locale,
            Model model) {
        var filter = new QueueFilter(q.strip().toLowerCase(Locale.ROOT), state);
        var entries = queue.list(filter, before == null ? null : new QueueId(before));
        model.addAttribute("entries", entries.stream().map(e -> QueueLine.of(e, locale)).toList());
        model.addAttribute("size", queue.size());
        model.addAttribute("q", q);
        model.addAttribute("state", state);
        model.addAttribute("states", QueueFilter.State.values());
        model.addAttribute("filtered", !filter.equals(QueueFilter.ALL));
        model.addAttribute("first", before == null);
        model.addAttribute(
                "older",
                entries.size() < OutboundQueue.PAGE ? null : entries.getLast().id().value());
        return "admin/queue";
    }

    @GetMapping("/{id:\\d{1,18}}")
    String show(@PathVariable long id, Locale locale, Model model) {
        var envelope = envelope(id);
        var recipients = queue.recipients(envelope.id());
        model.addAttribute("message", QueuedMessageView.of(envelope, recipients, locale));
        model.addAttribute("attempts", queue.attempts(envelope.id()));
        return "admin/queue-message";
    }

    @PostMapping("/{id:\\d{1,18}}/{action:hold|release|retry|bounce|delete}")
    String change(
            @PathVariable long id,
            @PathVariable String action,
            Principal administrator,
            RedirectAttributes redirect) {
        var envelope = envelope(id);
        var change = QueueChange.valueOf(action.toUpperCase(Locale.ROOT));
        boolean done = changes.apply(change, administrator.getName(), envelope) > 0;
        notices.say(redirect, done ? "admin.queue.done." + action : "admin.queue.nothing");
        return change.ends() ? "redirect:/admin/queue" : "redirect:/admin/queue/" + id;
    }

    private QueueEnvelope envelope(long id) {
        return queue.find(new QueueId(id)).orElseThrow();
    }
}
