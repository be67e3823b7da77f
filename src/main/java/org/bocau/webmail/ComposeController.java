package org.bocau.webmail;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bocau.mailclient.MailAccount;
import org.bocau.webmail.MailPages.Pane;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The compose page. Everything works by its form alone: attaching and detaching come back to the
 * same page with nothing lost; what fails does so too, and says why.
 */
@Controller
class ComposeController {
    private final MailPages pages;
    private final Compositions compositions;
    private final Uploads uploads;
    private final WebmailProperties limits;

    ComposeController(
            MailPages pages, Compositions compositions, Uploads uploads, WebmailProperties limits) {
        this.pages = pages;
        this.compositions = compositions;
        this.uploads = uploads;
        this.limits = limits;
    }

    /**
     * What to begin with; at most one of them.
     *
     * @param mailto an address of RFC 6068
     * @param reply key of a message, as the others
     * @param draft UID of a saved draft
     */
    record Beginning(
            @Nullable String to,
            @Nullable String mailto,
            @Nullable String reply,
            @Nullable String replyAll,
            @Nullable String forward,
            @Nullable Long draft) {}

    @GetMapping("/compose")
    String compose(
            MailAccount account,
            Beginning beginning,
            HttpServletRequest request,
            Locale locale,
            Model model)
            throws IOException {
        var folders = pages.frame(account, request, locale, model, Pane.COMPOSE);
        var form = compositions.begin(account, folders, beginning, locale, pages.zone(request));
        return page(account, form, List.of(), MailPages.back(null), model);
    }

    private String page(
            MailAccount account,
            ComposeForm form,
            List<String> problems,
            String back,
            Model model) {
        model.addAttribute("form", form);
        model.addAttribute("files", uploads.find(account.id(), form.attachments()));
        model.addAttribute("problems", problems);
        model.addAttribute("maxOctets", limits.maxMessageSize().toBytes());
        model.addAttribute("back", back);
        return "webmail/compose";
    }

    /**
     * @param action {@code send}, {@code save}, {@code attach}, {@code discard}, or {@code detach:}
     *     and an upload's id
     */
    @PostMapping("/compose")
    String act(
            MailAccount account,
            @ModelAttribute("form") ComposeForm form,
            BindingResult ignored,
            @RequestParam(defaultValue = "save") String action,
            @RequestParam(required = false) @Nullable List<MultipartFile> files,
            @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request,
            Locale locale,
            RedirectAttributes flash,
            Model model)
            throws IOException {
        var folders = pages.frame(account, request, locale, model, Pane.COMPOSE);
        var where = MailPages.back(back);
        var current = attached(account, form, files);
        if (action.startsWith("detach:")) {
            current = detached(account, current, action.substring("detach:".length()));
        } else if (action.equals("discard")) {
            compositions.discard(account, folders, current);
            flash.addFlashAttribute("told", compositions.told("mail.done.discard", locale));
            return "redirect:" + where;
        } else if (action.equals("send")) {
            var problems = compositions.send(account, folders, current, locale);
            if (!problems.isEmpty()) return page(account, current, problems, where, model);
            flash.addFlashAttribute("told", compositions.told("mail.done.send", locale));
            return "redirect:" + where;
        } else if (action.equals("save")) {
            current = current.withDraft(compositions.save(account, folders, current));
            model.addAttribute("saved", true);
        }
        return page(account, current, List.of(), where, model);
    }

    /** Where the script goes once its message has been sent: the page before, with a notice. */
    @GetMapping("/compose/sent")
    String sent(
            @RequestParam(required = false) @Nullable String back,
            RedirectAttributes flash,
            Locale locale) {
        flash.addFlashAttribute("told", compositions.told("mail.done.send", locale));
        return "redirect:" + MailPages.back(back);
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
