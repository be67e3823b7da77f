package org.bocau.compose;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.Role;
import org.bocau.webmail.MailPages;
import org.bocau.webmail.MailPages.Pane;
import org.bocau.webmail.SendRefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Messages that wait for their time: to see, to change, to call back. */
@Controller
class ScheduledController {
    private static final String PATH = "/mail/scheduled";

    private final MailPages pages;
    private final TakingBack takingBack;
    private final Outbox outbox;
    private final MessageSource messages;
    private final RefusalWords refusals;
    private final Clock clock;

    ScheduledController(
            MailPages pages,
            TakingBack takingBack,
            Outbox outbox,
            MessageSource messages,
            RefusalWords refusals,
            Clock clock) {
        this.pages = pages;
        this.takingBack = takingBack;
        this.outbox = outbox;
        this.messages = messages;
        this.refusals = refusals;
        this.clock = clock;
    }

    @GetMapping(PATH)
    String list(MailAccount account, HttpServletRequest request, Locale locale, Model model) {
        var folders = pages.frame(account, request, locale, model, Pane.LIST);
        var zone = pages.zone(request);
        var waiting =
                takingBack.waiting(account, folders).stream()
                        .map(one -> ScheduledView.of(one, zone, locale))
                        .toList();
        model.addAttribute("waiting", waiting);
        model.addAttribute("folder", folders.with(Role.SCHEDULED));
        return "webmail/scheduled";
    }

    /** A message in that folder is looked at among the others that wait. */
    @GetMapping(PATH + "/{uid:\\d{1,10}}")
    String one(@PathVariable long uid) {
        return "redirect:" + PATH + "#m-" + uid;
    }

    /**
     * @param action {@code edit} opens it in the composer, {@code cancel} makes it a draft, {@code
     *     now} and {@code at} send it at another time
     */
    @PostMapping(PATH + "/{id:\\d{1,18}}")
    String change(
            MailAccount account,
            @PathVariable long id,
            @RequestParam String action,
            @RequestParam(defaultValue = "") String at,
            HttpServletRequest request,
            Locale locale,
            RedirectAttributes flash,
            Model model) {
        var folders = pages.frame(account, request, locale, model, Pane.LIST);
        switch (action) {
            case "edit", "cancel" -> {
                var draft = takingBack.takeBack(account, folders, id);
                if (draft.isEmpty()) break;
                if (action.equals("edit")) {
                    return "redirect:" + ComposeController.address(draft.get(), PATH);
                }
                return told("compose.cancelled", locale, flash);
            }
            case "now" -> {
                if (resent(account, folders, id, null, flash, locale)) {
                    return told("mail.done.send", locale, flash);
                }
            }
            case "at" -> {
                var time = SendTimes.read(at, pages.zone(request));
                if (time == null) return told("compose.problem.time", locale, flash);
                var longest = outbox.longestHold(account);
                var wrong = SendTimes.problem(time, clock.instant(), longest);
                if (wrong != null) return told(wrong, locale, flash, longest.toDays());
                if (resent(account, folders, id, time, flash, locale)) {
                    return told("compose.retimed", locale, flash);
                }
            }
            default -> throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        if (flash.getFlashAttributes().isEmpty()) return told("compose.too-late", locale, flash);
        return "redirect:" + PATH;
    }

    private boolean resent(
            MailAccount account,
            Folders folders,
            long id,
            @Nullable Instant at,
            RedirectAttributes flash,
            Locale locale) {
        try {
            return takingBack.sendAt(account, folders, id, at);
        } catch (SendRefusedException refused) {
            var text = messages.getMessage("compose.refused-later", null, locale);
            var reasons = String.join(" ", refusals.sending(refused, locale));
            flash.addFlashAttribute("notice", text + " " + reasons);
            return false;
        }
    }

    private String told(String key, Locale locale, RedirectAttributes flash, Object... values) {
        flash.addFlashAttribute("notice", messages.getMessage(key, values, locale));
        return "redirect:" + PATH;
    }
}
