package org.bocau.compose;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.preferences.Preferences;
import org.bocau.webmail.MailPages;
import org.bocau.webmail.MailPages.Pane;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The compose page. Everything works by its form alone: attaching and detaching come back to the
 * same page with nothing lost; what fails does so too, and says why.
 */
@Controller
class ComposeController {
    private static final String SCHEDULE = "schedule:";
    private static final String WRITING = "webmail/compose :: writing";

    /** As many as windows.js opens. */
    private static final List<String> WINDOWS = List.of("window-1", "window-2", "window-3");

    private final MailPages pages;
    private final Beginnings beginnings;
    private final Compositions compositions;
    private final TakingBack takingBack;
    private final ComposePage page;
    private final Uploads uploads;
    private final Preferences preferences;
    private final MessageSource messages;

    ComposeController(
            MailPages pages,
            Beginnings beginnings,
            Compositions compositions,
            TakingBack takingBack,
            ComposePage page,
            Uploads uploads,
            Preferences preferences,
            MessageSource messages) {
        this.pages = pages;
        this.beginnings = beginnings;
        this.compositions = compositions;
        this.takingBack = takingBack;
        this.page = page;
        this.uploads = uploads;
        this.preferences = preferences;
        this.messages = messages;
    }

    /**
     * What to begin with; at most one of them. Messages are named by their keys.
     *
     * @param mailto an address of RFC 6068
     * @param forwardAsFile the message goes along whole, as an attachment
     * @param draft UID of a saved draft
     * @param source what the draft answers, where it does not say so itself
     */
    record Beginning(
            @Nullable String to,
            @Nullable String subject,
            @Nullable String mailto,
            @Nullable String reply,
            @Nullable String replyAll,
            @Nullable String replyList,
            @Nullable String forward,
            @Nullable String forwardAsFile,
            @Nullable Long draft,
            @Nullable String source) {
        Quoting.@Nullable Kind kind() {
            if (reply != null) return Quoting.Kind.REPLY;
            if (replyAll != null) return Quoting.Kind.REPLY_ALL;
            if (replyList != null) return Quoting.Kind.REPLY_LIST;
            return forward == null ? null : Quoting.Kind.FORWARD;
        }

        /** Key of the message that is answered or forwarded. */
        String key() {
            return Stream.of(reply, replyAll, replyList, forward)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse("");
        }
    }

    @GetMapping("/compose")
    String compose(
            MailAccount account,
            Beginning beginning,
            @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request,
            Locale locale,
            Model model)
            throws IOException {
        var folders = pages.frame(account, request, locale, model, Pane.COMPOSE);
        var zone = pages.zone(request);
        var form = beginnings.begin(account, folders, beginning, locale, zone);
        page.fill(account, form, List.of(), zone, locale, model);
        model.addAttribute("back", MailPages.back(back));
        if (MailPages.wants(request, "answer")) {
            model.addAttribute("inline", true);
            return WRITING;
        }
        var window = window(request);
        if (window.isEmpty()) return "webmail/compose";
        model.addAttribute("docked", true);
        model.addAttribute("ids", window.get() + "-"); // several stand in one page
        return WRITING;
    }

    /** The window of the page that the form is for, if it is for one. */
    private static Optional<String> window(HttpServletRequest request) {
        return WINDOWS.stream().filter(id -> MailPages.wants(request, id)).findFirst();
    }

    /**
     * @param action {@code send}, {@code save}, {@code attach}, {@code discard}, {@code schedule},
     *     {@code schedule:} and a time, or {@code detach:} and an upload's id
     * @param at the time for {@code schedule}, in the zone of who writes
     */
    @PostMapping("/compose")
    String act(
            MailAccount account,
            @ModelAttribute("form") ComposeForm form,
            BindingResult ignored,
            @RequestParam(defaultValue = "save") String action,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable List<MultipartFile> files,
            @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request,
            Locale locale,
            RedirectAttributes flash,
            Model model)
            throws IOException {
        var folders = pages.frame(account, request, locale, model, Pane.COMPOSE);
        var where = MailPages.back(back);
        var zone = pages.zone(request);
        var current = attached(account, form, files);
        List<String> problems = List.of();
        if (action.startsWith("detach:")) {
            current = detached(account, current, action.substring("detach:".length()));
        } else if (action.equals("discard")) {
            compositions.discard(account, folders, current);
            flash.addFlashAttribute("notice", text("mail.done.discard", locale));
            return "redirect:" + where;
        } else if (action.equals("send") || action.startsWith("schedule")) {
            var time = action.startsWith(SCHEDULE) ? action.substring(SCHEDULE.length()) : at;
            boolean later = !action.equals("send");
            problems =
                    send(
                            account,
                            folders,
                            current,
                            later ? given(time) : null,
                            zone,
                            locale,
                            flash);
            if (problems.isEmpty()) return "redirect:" + where;
        } else if (action.equals("save")) {
            current = current.withDraft(compositions.save(account, folders, current));
            model.addAttribute("saved", true);
        }
        page.fill(account, current, problems, zone, locale, model);
        model.addAttribute("back", where);
        return "webmail/compose";
    }

    private static String given(@Nullable String time) {
        return time == null ? "" : time;
    }

    private List<String> send(
            MailAccount account,
            Folders folders,
            ComposeForm form,
            @Nullable String later,
            ZoneId zone,
            Locale locale,
            RedirectAttributes flash) {
        var at = later == null ? null : SendTimes.read(later, zone);
        if (later != null && at == null) return List.of(text("compose.problem.time", locale));
        var window = Duration.ofSeconds(preferences.of(account.id()).undoSeconds());
        var outcome = compositions.send(account, folders, form, at, window, locale);
        if (outcome.sent()) {
            flash.addFlashAttribute("sent", page.sent(outcome, at, zone, locale));
        }
        return outcome.problems();
    }

    /**
     * Where the script goes once its message has been handed over: the page before, with a notice.
     *
     * @param held number of the message that can be taken back
     * @param at when it goes out, if a time was chosen: seconds since 1970
     */
    @GetMapping("/compose/sent")
    String sent(
            MailAccount account,
            @RequestParam(required = false) @Nullable String back,
            @RequestParam(required = false) @Nullable Long held,
            @RequestParam(required = false) @Nullable Long at,
            HttpServletRequest request,
            RedirectAttributes flash,
            Locale locale) {
        var window = Duration.ofSeconds(preferences.of(account.id()).undoSeconds());
        var outcome = new Compositions.Outcome(List.of(), held, window);
        var time = at == null ? null : Instant.ofEpochSecond(at);
        flash.addFlashAttribute("sent", page.sent(outcome, time, pages.zone(request), locale));
        return "redirect:" + MailPages.back(back);
    }

    /** Takes a message back that has just been sent: it is in the composer again. */
    @PostMapping("/compose/undo")
    String undo(
            MailAccount account,
            @RequestParam long held,
            @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request,
            Locale locale,
            RedirectAttributes flash,
            Model model) {
        var folders = pages.frame(account, request, locale, model, Pane.COMPOSE);
        var draft = takingBack.takeBack(account, folders, held);
        var where = MailPages.back(back);
        if (draft.isEmpty()) {
            flash.addFlashAttribute("notice", text("compose.too-late", locale));
            return "redirect:" + where;
        }
        if (draft.get().letter() != null) {
            flash.addFlashAttribute("notice", text("compose.redirect.undone", locale));
            flash.addFlashAttribute(RedirectController.AGAIN, draft.get().passedTo());
        }
        return "redirect:" + address(draft.get(), where);
    }

    /** The composer with this draft in it, or the page a letter was passed on from. */
    static String address(TakingBack.Draft draft, String back) {
        var letter = draft.letter();
        if (letter != null) return draft.uid() == 0 ? back : letter.page();
        if (draft.uid() == 0) return "/mail/drafts";
        return UriComponentsBuilder.fromPath("/compose")
                .queryParam("draft", draft.uid())
                .queryParam("source", "{source}")
                .queryParam("back", "{back}")
                .encode()
                .buildAndExpand(draft.source(), back)
                .toUriString();
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }

    private ComposeForm attached(
            MailAccount account, ComposeForm form, @Nullable List<MultipartFile> files)
            throws IOException {
        if (files == null) return form;
        var ids = new ArrayList<>(form.attachments());
        for (var file : files) {
            if (file.isEmpty()) continue;
            var name = file.getOriginalFilename() == null ? "" : file.getOriginalFilename();
            try (var content = file.getInputStream()) {
                ids.add(uploads.keep(account.id(), name, file.getContentType(), content).id());
            }
        }
        return form.withAttachments(ids);
    }

    private ComposeForm detached(MailAccount account, ComposeForm form, String id) {
        uploads.remove(account.id(), List.of(id));
        return form.withAttachments(
                form.attachments().stream().filter(a -> !a.equals(id)).toList());
    }
}
