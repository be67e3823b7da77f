package org.bocau.actions;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.preferences.Preferences;
import org.bocau.preferences.Setting;
import org.bocau.triage.Job;
import org.bocau.triage.Jobs;
import org.bocau.webmail.MailPages;
import org.bocau.webmail.MailPages.Pane;
import org.bocau.webmail.Told;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Takes actions back, and shows how far the long ones are. */
@Controller
class TriageController {
    private final FolderStore store;
    private final Triage triage;
    private final Jobs jobs;
    private final MailPages pages;
    private final TriageWords words;
    private final Preferences preferences;

    TriageController(
            FolderStore store,
            Triage triage,
            Jobs jobs,
            MailPages pages,
            TriageWords words,
            Preferences preferences) {
        this.store = store;
        this.triage = triage;
        this.jobs = jobs;
        this.pages = pages;
        this.words = words;
        this.preferences = preferences;
    }

    /**
     * How far a job is, for scripts.
     *
     * @param open false when it has ended; then {@code text} says how
     * @param undo its id where it can be taken back, else empty
     */
    record Progress(boolean open, int percent, int done, int total, String text, String undo) {}

    @PostMapping(path = "/mail/undo", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Told undo(MailAccount account, @RequestParam String id, Locale locale) {
        return undone(account, id, locale);
    }

    @PostMapping(path = "/mail/undo", produces = MediaType.TEXT_HTML_VALUE)
    String undo(
            MailAccount account,
            @RequestParam String id,
            @RequestParam(required = false) @Nullable String back,
            RedirectAttributes flash,
            Locale locale) {
        flash.addFlashAttribute("told", undone(account, id, locale));
        return "redirect:" + MailPages.back(back);
    }

    private Told undone(MailAccount account, String id, Locale locale) {
        var job = triage.undo(account, id);
        if (job.isEmpty()) return Told.of(words.text("triage.undo.late", locale));
        var now = jobs.find(account.id(), id);
        if (now.isEmpty()) return Told.of(words.text("triage.undone", locale));
        return now.get().open()
                ? new Told(words.text("triage.undoing", locale), "", id)
                : Told.of(words.text("triage.undo.partly", locale));
    }

    @GetMapping(path = "/mail/jobs/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Progress progress(MailAccount account, @PathVariable String id, Locale locale) {
        var found = jobs.find(account.id(), id);
        if (found.isEmpty()) // one that was taken back is forgotten
        return new Progress(false, 100, 0, 0, words.text("triage.undone", locale), "");
        var job = found.get();
        int done = job.state() == Job.State.UNDOING ? job.total() - job.progress() : job.progress();
        return new Progress(
                job.open(),
                job.percent(),
                done,
                job.total(),
                text(account, job, locale),
                undoable(job) ? id : "");
    }

    @GetMapping(path = "/mail/jobs/{id}", produces = MediaType.TEXT_HTML_VALUE)
    String progress(
            MailAccount account,
            @PathVariable String id,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        pages.frame(account, request, locale, model, Pane.COMPOSE);
        var job = jobs.find(account.id(), id);
        model.addAttribute("job", job.orElse(null));
        model.addAttribute("undoable", job.map(TriageController::undoable).orElse(false));
        model.addAttribute(
                "text",
                job.map(one -> text(account, one, locale))
                        .orElseGet(() -> words.text("triage.undone", locale)));
        return "webmail/triage-job";
    }

    @PostMapping("/mail/jobs/{id}/cancel")
    String cancel(MailAccount account, @PathVariable String id) {
        if (jobs.find(account.id(), id).isEmpty()) throw new NoSuchMailException("no job " + id);
        jobs.cancel(account.id(), id);
        return "redirect:/mail/jobs/" + id;
    }

    /** Turns the keys that are single letters off, or on again. WCAG 2.1.4. */
    @PostMapping("/mail/keys")
    String keys(
            MailAccount account,
            @RequestParam boolean on,
            @RequestParam(required = false) @Nullable String back) {
        preferences.update(account.id(), Map.of(Setting.SHORTCUTS.key(), Boolean.toString(on)));
        return "redirect:" + MailPages.back(back);
    }

    private static boolean undoable(Job job) {
        return job.undoable() && !job.verb().equals(Triage.Verb.DESTROY.key());
    }

    private String text(MailAccount account, Job job, Locale locale) {
        return switch (job.state()) {
            case RUNNING -> words.text("triage.job.progress", locale, job.progress(), job.total());
            case UNDOING ->
                    words.text(
                            "triage.job.undoing",
                            locale,
                            job.total() - job.progress(),
                            job.total());
            case DONE -> words.done(account, store.names(account), job, locale);
            case CANCELLED ->
                    words.text("triage.job.cancelled", locale, job.progress(), job.total());
            case FAILED -> words.text("triage.job.failed", locale, job.progress(), job.total());
        };
    }
}
