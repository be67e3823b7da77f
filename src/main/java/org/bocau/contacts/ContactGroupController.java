package org.bocau.contacts;

import org.bocau.account.FieldRefusal;
import org.bocau.pages.Notices;
import org.bocau.security.WebUser;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Groups: made, renamed, deleted. Who is in them is chosen in the list and on the contact's page.
 */
@Controller
@RequestMapping("/contacts/groups")
class ContactGroupController {
    private static final String PAGE = "contacts/group";
    private static final String ID = "/{id:\\d{1,18}}";

    private final AddressBook book;
    private final ContactGroups groups;
    private final Notices notices;

    ContactGroupController(AddressBook book, ContactGroups groups, Notices notices) {
        this.book = book;
        this.groups = groups;
        this.notices = notices;
    }

    record GroupForm(@Nullable String name) {
        String wanted() {
            return name == null ? "" : name;
        }
    }

    @ModelAttribute
    void sidebar(@AuthenticationPrincipal WebUser user, Model model) {
        model.addAttribute("counts", book.counts(user.account()));
        model.addAttribute("allGroups", groups.all(user.account()));
        model.addAttribute("section", "");
    }

    @GetMapping("/new")
    String blank(Model model) {
        model.addAttribute("form", new GroupForm(""));
        return PAGE;
    }

    @PostMapping
    String create(
            @AuthenticationPrincipal WebUser user,
            @ModelAttribute("form") GroupForm form,
            BindingResult errors,
            RedirectAttributes redirect) {
        try {
            long id = groups.named(user.account(), form.wanted());
            notices.say(redirect, "contacts.group.made");
            return "redirect:/contacts?group=" + id;
        } catch (FieldRefusal refusal) {
            errors.rejectValue("name", refusal.messageKey(), refusal.arguments().toArray(), null);
            return PAGE;
        }
    }

    @GetMapping(ID)
    String show(@AuthenticationPrincipal WebUser user, @PathVariable long id, Model model) {
        var name = groups.name(user.account(), id).orElseThrow(ContactsController::notThere);
        model.addAttribute("form", new GroupForm(name));
        model.addAttribute("group", id);
        return PAGE;
    }

    @PostMapping(ID)
    String rename(
            @AuthenticationPrincipal WebUser user,
            @PathVariable long id,
            @ModelAttribute("form") GroupForm form,
            BindingResult errors,
            Model model,
            RedirectAttributes redirect) {
        if (groups.name(user.account(), id).isEmpty()) throw ContactsController.notThere();
        try {
            groups.rename(user.account(), id, form.wanted());
            notices.say(redirect, "contacts.group.renamed");
            return "redirect:/contacts?group=" + id;
        } catch (FieldRefusal refusal) {
            errors.rejectValue("name", refusal.messageKey(), refusal.arguments().toArray(), null);
            model.addAttribute("group", id);
            return PAGE;
        }
    }

    @PostMapping(ID + "/delete")
    String delete(
            @AuthenticationPrincipal WebUser user,
            @PathVariable long id,
            RedirectAttributes redirect) {
        var name = groups.name(user.account(), id).orElseThrow(ContactsController::notThere);
        groups.delete(user.account(), id);
        notices.say(redirect, "contacts.group.deleted", name);
        return "redirect:/contacts";
    }
}
