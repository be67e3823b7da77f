package org.bocau.admin;

import jakarta.validation.Valid;
import java.security.Principal;
import org.bocau.account.MailingListDetails;
import org.bocau.account.MailingListId;
import org.bocau.account.MailingLists;
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
    private final Notices notices;

    MailingListController(MailingLists lists, AuditedMailingLists changes, Notices notices) {
        this.lists = lists;
        this.changes = changes;
        this.notices = notices;
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
                    changes.create(
                            administrator.getName(),
                            address,
                            form.name().strip(),
                            form.parsedMembers());
                    notices.say(redirect, "admin.list.created", address.toString());
                    return "redirect:/admin/lists";
                });
    }

    @GetMapping("/{id:\\d{1,18}}")
    String show(@PathVariable long id, Model model) {
        var list = list(id);
        model.addAttribute("list", list);
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
        model.addAttribute("list", list);
        form.check(errors);
        return Refusals.orForm(
                "admin/list",
                errors,
                () -> {
                    var members = form.parsedMembers();
                    changes.edit(
                            administrator.getName(),
                            list,
                            form.version(),
                            form.name().strip(),
                            members);
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

    private MailingListDetails list(long id) {
        return lists.find(new MailingListId(id)).orElseThrow();
    }
}
