package org.bocau.admin;

import jakarta.validation.Valid;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bocau.account.MailingListDetails;
import org.bocau.account.MailingListId;
import org.bocau.account.MailingLists;
import org.bocau.account.Posting;
import org.bocau.account.Subscriptions;
import org.bocau.pages.Notices;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Mailing lists: an address that stands for its members. */
@Controller
@RequestMapping("/admin/lists")
class MailingListController {
    private final MailingLists lists;
    private final AuditedMailingLists changes;
    private final Subscriptions subscriptions;
    private final Notices notices;
    private final MessageSource messages;

    MailingListController(
            MailingLists lists,
            AuditedMailingLists changes,
            Subscriptions subscriptions,
            Notices notices,
            MessageSource messages) {
        this.lists = lists;
        this.changes = changes;
        this.subscriptions = subscriptions;
        this.notices = notices;
        this.messages = messages;
    }

    @GetMapping
    String list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") int page,
            Model model) {
        model.addAttribute("page", lists.page(q, Paging.of(page)));
        model.addAttribute("q", q);
        return "admin/lists";
    }

    @GetMapping("/new")
    String blank(Model model) {
        model.addAttribute("form", MailingListForm.EMPTY);
        return "admin/list";
    }

    @PostMapping
    String create(
            @Valid @ModelAttribute("form") MailingListForm form,
            BindingResult errors,
            Principal administrator,
            RedirectAttributes redirect) {
        form.check(errors);
        return Refusals.orForm(
                "admin/list",
                errors,
                () -> {
                    var address = form.parsedAddress();
                    changes.create(administrator.getName(), address, form.settings());
                    notices.say(redirect, "admin.list.created", address.toString());
                    return "redirect:/admin/lists";
                });
    }

    @GetMapping("/{id:\\d{1,18}}")
    String show(@PathVariable long id, Model model) {
        var list = list(id);
        show(list, model);
        model.addAttribute("form", MailingListForm.of(list));
        return "admin/list";
    }

    @PostMapping("/{id:\\d{1,18}}")
    String edit(
            @PathVariable long id,
            @Valid @ModelAttribute("form") MailingListForm form,
            BindingResult errors,
            Principal administrator,
            Model model,
            RedirectAttributes redirect) {
        var list = list(id);
        show(list, model);
        form.check(errors);
        return Refusals.orForm(
                "admin/list",
                errors,
                () -> {
                    changes.edit(administrator.getName(), list, form.version(), form.settings());
                    notices.say(redirect, "admin.list.saved", list.address().toString());
                    return "redirect:/admin/lists";
                });
    }

    @GetMapping("/{id:\\d{1,18}}/delete")
    String confirmDelete(@PathVariable long id, Model model) {
        model.addAttribute("list", list(id));
        return "admin/list-delete";
    }

    @PostMapping("/{id:\\d{1,18}}/delete")
    String delete(@PathVariable long id, Principal administrator, RedirectAttributes redirect) {
        var list = list(id);
        changes.delete(administrator.getName(), list);
        notices.say(redirect, "admin.list.deleted", list.address().toString());
        return "redirect:/admin/lists";
    }

    /** Sends the list's mail to a member again that was suspended, or was about to be. */
    @PostMapping("/{id:\\d{1,18}}/members/{number:\\d{1,18}}/reset")
    String reset(
            @PathVariable long id,
            @PathVariable long number,
            Principal administrator,
            RedirectAttributes redirect) {
        var member = changes.reset(administrator.getName(), list(id), number).orElseThrow();
        notices.say(redirect, "admin.list.member.was-reset", member.toString());
        return "redirect:/admin/lists/" + id;
    }

    private void show(MailingListDetails list, Model model) {
        model.addAttribute("list", list);
        model.addAttribute("troubled", subscriptions.troubled(list.id()));
    }

    /** What may be chosen, in the order of the form. */
    @ModelAttribute("postings")
    Map<String, String> postings(Locale locale) {
        var texts = new LinkedHashMap<String, String>();
        for (var posting : Posting.values()) {
            var key = "admin.list.posting." + posting.name().toLowerCase(Locale.ROOT);
            texts.put(posting.name(), messages.getMessage(key, null, locale));
        }
        return texts;
    }

    private MailingListDetails list(long id) {
        return lists.find(new MailingListId(id)).orElseThrow();
    }
}
