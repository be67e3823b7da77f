package org.bocau.actions;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.bocau.actions.Triage.Order;
import org.bocau.actions.Triage.Verb;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.Role;
import org.bocau.triage.LabelColour;
import org.bocau.triage.Labels;
import org.bocau.triage.Snoozes;
import org.bocau.triage.SnoozesFullException;
import org.bocau.webmail.MailPages;
import org.bocau.webmail.MailPages.Pane;
import org.bocau.webmail.Told;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The buttons over lists and messages. A form comes back to a page with a notice and an undo
 * button; a script gets the same as JSON and keeps the page. Where a choice is missing (which
 * label, until when, really for good?), a form gets a page that asks.
 */
@Controller
class ActionController {
    private static final int MAX_KEYS = 1000;
    private static final int MAX_OF_A_JOB = 500_000;

    private final FolderStore store;
    private final Triage triage;
    private final Scope scope;
    private final Labels labels;
    private final MailPages pages;
    private final TriageWords words;

    ActionController(
            FolderStore store,
            Triage triage,
            Scope scope,
            Labels labels,
            MailPages pages,
            TriageWords words) {
        this.store = store;
        this.triage = triage;
        this.scope = scope;
        this.labels = labels;
        this.pages = pages;
        this.words = words;
    }

    @PostMapping(path = "/mail/actions", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Told> script(
            MailAccount account, Asked asked, HttpServletRequest request, Locale locale) {
        try {
            return ResponseEntity.ok(run(account, store.names(account), asked, request, locale));
        } catch (SnoozesFullException _) {
            return ResponseEntity.status(HttpStatus.CONFLICT).body(full(locale));
        }
    }

    private Told full(Locale locale) {
        return Told.of(words.text("triage.snooze.full", locale, Snoozes.MOST));
    }

    @PostMapping(path = "/mail/actions", produces = MediaType.TEXT_HTML_VALUE)
    String form(
            MailAccount account,
            Asked asked,
            HttpServletRequest request,
            RedirectAttributes flash,
            Locale locale,
            Model model) {
        var where = asked.leadsTo();
        if (asked.keys().isEmpty() && !asked.everything()) {
            flash.addFlashAttribute("told", Told.of(words.text("mail.none-selected", locale)));
            return "redirect:" + where;
        }
        boolean bad = asked.snoozes() && pages.snoozeTime(asked.time(), request).isEmpty();
        if (asked.needsAnswer() || bad) {
            pages.frame(account, request, locale, model, Pane.COMPOSE);
            model.addAttribute("asked", asked);
            model.addAttribute("back", where);
            model.addAttribute("bad", bad);
            return "webmail/triage-" + (bad ? "snooze" : asked.question());
        }
        try {
            var told = run(account, store.names(account), asked, request, locale);
            if (!told.job().isEmpty()) return "redirect:/mail/jobs/" + told.job();
            flash.addFlashAttribute("told", told);
            return "redirect:" + where;
        } catch (SnoozesFullException _) {
            flash.addFlashAttribute("told", full(locale));
            return "redirect:" + MailPages.back(asked.back());
        }
    }

    /** All messages of a list, on a page of its own for those who have no script. */
    @GetMapping("/mail/all")
    String all(
            MailAccount account,
            @RequestParam(defaultValue = "") String in,
            @RequestParam(defaultValue = "") String q,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        var folders = pages.frame(account, request, locale, model, Pane.COMPOSE);
        var messages = scope.messages(account, folders, in, q, pages.zone(request));
        model.addAttribute("count", messages.values().stream().mapToInt(u -> u.length).sum());
        model.addAttribute("in", in);
        model.addAttribute("q", q);
        var inTrash = folders.with(Role.TRASH);
        model.addAttribute("trash", inTrash != null && inTrash.path().segment().equals(in));
        return "webmail/triage-all";
    }

    private Told run(
            MailAccount account,
            Folders folders,
            Asked asked,
            HttpServletRequest request,
            Locale locale) {
        var order = order(account, asked, request);
        if (!asked.everything()) {
            if (asked.keys().size() > MAX_KEYS) throw bad();
            var keys =
                    Boolean.TRUE.equals(asked.conversations())
                            ? scope.conversations(account, asked.keys(), folders)
                            : asked.keys();
            var done = triage.run(account, folders, order, keys);
            return new Told(
                    words.done(account, folders, order, done.count(), pages.dates(request, locale)),
                    done.undo(),
                    "");
        }
        var messages =
                scope.messages(
                        account, folders, asked.inOrAll(), asked.query(), pages.zone(request));
        int count = Triage.count(messages);
        if (count > MAX_OF_A_JOB) throw bad();
        var job = triage.begin(account, folders, order, messages);
        return new Told(words.text("triage.job.running", locale, count), "", job.id());
    }

    private Order order(MailAccount account, Asked asked, HttpServletRequest request) {
        var verb = Verb.of(asked.verb()).orElseThrow(ActionController::bad);
        return switch (verb) {
            case LABEL, UNLABEL -> {
                var keywords = asked.labels();
                keywords.forEach(keyword -> known(account, keyword));
                if (keywords.isEmpty()) throw bad();
                yield new Order(verb, String.join(",", keywords), null);
            }
            case SNOOZE ->
                    new Order(
                            verb,
                            "",
                            pages.snoozeTime(asked.time(), request)
                                    .orElseThrow(ActionController::bad));
            default -> new Order(verb, asked.argument(), null);
        };
    }

    /** {@code +} marks messages important, which is a label like any other once it is used. */
    private void known(MailAccount account, String keyword) {
        if (labels.find(account.id(), keyword).isPresent()) return;
        if (!keyword.equals(Asked.IMPORTANT)) throw bad();
        labels.adopt(account.id(), keyword, words.important(account), LabelColour.ORANGE);
    }

    private static ResponseStatusException bad() {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }
}
