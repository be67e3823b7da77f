package org.bocau.actions;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.triage.Label;
import org.bocau.triage.LabelColour;
import org.bocau.triage.LabelRefusal;
import org.bocau.triage.Labels;
import org.bocau.webmail.MailPages;
import org.bocau.webmail.MailPages.Pane;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Pages that make, change, order and delete labels; and the messages that have one. */
@Controller
class LabelController {
    private final MailPages pages;
    private final Labels labels;
    private final LabelledMail mail;

    LabelController(MailPages pages, Labels labels, LabelledMail mail) {
        this.pages = pages;
        this.labels = labels;
        this.mail = mail;
    }

    /** A label as scripts know it. */
    record Made(String keyword, String name, String colour) {}

    /**
     * @param name as people see it
     * @param colour a {@link LabelColour}'s key
     * @param keyword of another program's mark that becomes a label; else the label gets its own
     */
    record LabelForm(@Nullable String name, @Nullable String colour, @Nullable String keyword) {
        String nameOrEmpty() {
            return name == null ? "" : name;
        }

        LabelColour paint() {
            return LabelColour.of(colour == null ? "" : colour);
        }
    }

    @GetMapping("/labels/new")
    String creating(
            MailAccount account,
            @RequestParam(required = false) @Nullable String keyword,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        if (keyword != null && !Labels.adoptable(keyword))
            throw new NoSuchMailException("no label " + keyword);
        var folders = pages.frame(account, request, locale, model, Pane.MESSAGE);
        form(model, keyword == null ? "" : keyword, LabelColour.BLUE, keyword, null);
        model.addAttribute("others", mail.strangeKeywords(account, folders));
        return "webmail/label-new";
    }

    @PostMapping(path = "/labels/new", produces = MediaType.TEXT_HTML_VALUE)
    String create(
            MailAccount account,
            LabelForm form,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        try {
            return "redirect:/label/" + made(account, form).keyword();
        } catch (LabelRefusal refused) {
            pages.frame(account, request, locale, model, Pane.MESSAGE);
            form(model, form.nameOrEmpty(), form.paint(), form.keyword(), refused);
            model.addAttribute("others", List.of());
            return "webmail/label-new";
        }
    }

    @PostMapping(path = "/labels/new", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Made create(MailAccount account, LabelForm form) {
        var label = made(account, form);
        return new Made(label.keyword(), label.name(), label.colour().key());
    }

    private Label made(MailAccount account, LabelForm form) {
        var keyword = form.keyword();
        if (keyword == null) return labels.create(account.id(), form.nameOrEmpty(), form.paint());
        if (!Labels.adoptable(keyword)) throw new NoSuchMailException("no label " + keyword);
        return labels.adopt(account.id(), keyword, form.nameOrEmpty(), form.paint());
    }

    private static void form(
            Model model,
            String name,
            LabelColour colour,
            @Nullable String keyword,
            @Nullable LabelRefusal refused) {
        model.addAttribute("name", name);
        model.addAttribute("colour", colour.key());
        model.addAttribute("colours", LabelColour.values());
        model.addAttribute("keyword", keyword);
        if (refused != null)
            model.addAttribute("refused", refused.reason().name().toLowerCase(Locale.ROOT));
    }

    @GetMapping("/labels/{keyword}")
    String editing(
            MailAccount account,
            @PathVariable String keyword,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        var label = own(account, keyword);
        pages.frame(account, request, locale, model, Pane.MESSAGE);
        model.addAttribute("label", label);
        form(model, label.name(), label.colour(), null, null);
        return "webmail/label-edit";
    }

    @PostMapping("/labels/{keyword}")
    String edit(
            MailAccount account,
            @PathVariable String keyword,
            LabelForm form,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        var label = own(account, keyword);
        try {
            labels.edit(account.id(), label.keyword(), form.nameOrEmpty(), form.paint());
            return "redirect:/label/" + label.keyword();
        } catch (LabelRefusal refused) {
            pages.frame(account, request, locale, model, Pane.MESSAGE);
            model.addAttribute("label", label);
            form(model, form.nameOrEmpty(), form.paint(), null, refused);
            return "webmail/label-edit";
        }
    }

    @PostMapping("/labels/{keyword}/move")
    String move(MailAccount account, @PathVariable String keyword, @RequestParam boolean up) {
        labels.move(account.id(), own(account, keyword).keyword(), up);
        return "redirect:/labels/" + keyword;
    }

    /** The label goes at once; a job takes it off the messages. */
    @PostMapping("/labels/{keyword}/delete")
    String delete(MailAccount account, @PathVariable String keyword) {
        var label = own(account, keyword);
        mail.takeOff(account, label);
        labels.delete(account.id(), label.keyword());
        return "redirect:/mail/inbox";
    }

    /** The messages that have the label, whatever folders they are in. */
    @GetMapping("/label/{keyword}")
    String list(
            MailAccount account,
            @PathVariable String keyword,
            @RequestParam(required = false) @Nullable String after,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        var label = own(account, keyword);
        boolean list = MailPages.wants(request, "list");
        var folders =
                list
                        ? pages.part(account, request, locale, model)
                        : pages.frame(account, request, locale, model, Pane.LIST);
        model.addAttribute("label", label);
        model.addAttribute("query", "label:" + label.keyword());
        model.addAttribute("searching", true);
        model.addAttribute("page", mail.page(account, folders, label, pages.zone(request), after));
        return list ? "webmail/list :: list" : "webmail/mail";
    }

    private Label own(MailAccount account, String keyword) {
        return labels.find(account.id(), keyword)
                .orElseThrow(() -> new NoSuchMailException("no label " + keyword));
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.CONFLICT)
    void refused(LabelRefusal refused) {} // a script is told; forms have shown it
}
