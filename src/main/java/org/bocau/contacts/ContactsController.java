package org.bocau.contacts;

import java.util.List;
import java.util.NoSuchElementException;
import org.bocau.account.AccountId;
import org.bocau.account.FieldRefusal;
import org.bocau.pages.Notices;
import org.bocau.security.WebUser;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The address book: its list, one contact, and what is done to several at once. */
@Controller
@RequestMapping("/contacts")
class ContactsController {
    private static final String ID = "/{id:\\d{1,18}}";
    private static final String FORM = "contacts/contact";
    private static final int MOST_CHOSEN = ContactPage.ROWS;

    private final AddressBook book;
    private final ContactGroups groups;
    private final Notices notices;

    ContactsController(AddressBook book, ContactGroups groups, Notices notices) {
        this.book = book;
        this.groups = groups;
        this.notices = notices;
    }

    /** What the sidebar shows beside every page of the book. */
    @ModelAttribute
    void sidebar(@AuthenticationPrincipal WebUser user, Model model) {
        model.addAttribute("counts", book.counts(user.account()));
        model.addAttribute("allGroups", groups.all(user.account()));
        model.addAttribute("section", "");
    }

    /**
     * @param of {@code collected} for those that were not written down
     */
    @GetMapping
    String list(
            @AuthenticationPrincipal WebUser user,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable Long group,
            @RequestParam(defaultValue = "") String of,
            @RequestParam(defaultValue = "1") int page,
            Model model) {
        if (group != null) model.addAttribute("groupName", groupName(user.account(), group));
        boolean collected = of.equals("collected");
        // A search looks everywhere; without one, who was only written to has a list apart
        var which =
                (group != null || (!q.isBlank() && !collected)) ? null : Boolean.valueOf(collected);
        var filter = new ContactFilter(q.length() > 200 ? q.substring(0, 200) : q, group, which);
        model.addAttribute("page", book.page(user.account(), filter, page));
        model.addAttribute("q", q);
        model.addAttribute("group", group);
        model.addAttribute("of", of);
        model.addAttribute(
                "section", group != null ? "group-" + group : collected ? "collected" : "all");
        return "contacts/list";
    }

    @GetMapping("/new")
    String blank(
            @RequestParam(required = false) @Nullable Long group,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String address,
            Model model) {
        model.addAttribute("form", ContactForm.blank(group, name, address));
        return FORM;
    }

    @PostMapping
    String create(
            @AuthenticationPrincipal WebUser user,
            @ModelAttribute("form") ContactForm form,
            BindingResult errors,
            RedirectAttributes redirect) {
        form.check(errors, "");
        if (errors.hasErrors()) return FORM;
        try {
            var card = ContactCard.of("", List.of());
            form.writeTo(card);
            long id = book.create(user.account(), card, chosenGroups(form));
            notices.say(redirect, "contacts.saved", card.name());
            return "redirect:/contacts/" + id;
        } catch (FieldRefusal refusal) {
            errors.reject(refusal.messageKey(), refusal.arguments().toArray(), null);
            return FORM;
        }
    }

    @GetMapping(ID)
    String show(@AuthenticationPrincipal WebUser user, @PathVariable long id, Model model) {
        var contact = contact(user.account(), id);
        model.addAttribute("contact", contact);
        model.addAttribute("form", contact.form());
        return FORM;
    }

    @PostMapping(ID)
    String edit(
            @AuthenticationPrincipal WebUser user,
            @PathVariable long id,
            @ModelAttribute("form") ContactForm form,
            BindingResult errors,
            Model model,
            RedirectAttributes redirect) {
        var contact = contact(user.account(), id);
        model.addAttribute("contact", contact);
        var before = contact.form().birthday();
        form.check(errors, before == null ? "" : before);
        if (errors.hasErrors()) return FORM;
        try {
            book.edit(user.account(), id, form.version(), chosenGroups(form), form::writeTo);
            notices.say(redirect, "contacts.saved", contact.label());
            return "redirect:/contacts/" + id;
        } catch (FieldRefusal refusal) {
            errors.reject(refusal.messageKey(), refusal.arguments().toArray(), null);
            return FORM;
        }
    }

    private static List<Long> chosenGroups(ContactForm form) {
        return form.groups() == null ? List.of() : form.groups();
    }

    @GetMapping(ID + "/delete")
    String confirm(@AuthenticationPrincipal WebUser user, @PathVariable long id, Model model) {
        var contact = contact(user.account(), id);
        model.addAttribute("chosen", List.of(id));
        model.addAttribute("names", List.of(contact.label()));
        return "contacts/delete";
    }

    /**
     * What is done to the chosen ones: {@code group} with {@code to}, {@code ungroup}, {@code
     * merge}, {@code delete}, which asks first, and {@code destroy}, which was asked.
     */
    @PostMapping("/chosen")
    String chosen(
            @AuthenticationPrincipal WebUser user,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(required = false) @Nullable List<Long> id,
            @RequestParam(required = false) @Nullable Long to,
            @RequestParam(required = false) @Nullable Long group,
            Model model,
            RedirectAttributes redirect) {
        var account = user.account();
        var ids = id == null ? List.<Long>of() : id.stream().distinct().limit(MOST_CHOSEN).toList();
        var back = group == null ? "redirect:/contacts" : "redirect:/contacts?group=" + group;
        if (ids.isEmpty()) {
            notices.say(redirect, "contacts.none-chosen");
            return back;
        }
        switch (action) {
            case "delete" -> {
                model.addAttribute("chosen", ids);
                model.addAttribute("names", names(account, ids));
                return "contacts/delete";
            }
            case "destroy" -> notices.say(redirect, "contacts.deleted", book.delete(account, ids));
            case "merge" -> {
                var merged = book.merge(account, ids);
                notices.say(
                        redirect, merged.isPresent() ? "contacts.merged" : "contacts.merge.two");
                return merged.isPresent() ? "redirect:/contacts/" + merged.get() : back;
            }
            case "ungroup" -> {
                if (group != null) groups.remove(account, group, ids);
                notices.say(redirect, "contacts.ungrouped", ids.size());
            }
            case "group" -> {
                if (to == null) return back;
                var name = groupName(account, to);
                groups.add(account, to, ids);
                notices.say(redirect, "contacts.grouped", ids.size(), name);
            }
            default -> throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return back;
    }

    private List<String> names(AccountId account, List<Long> ids) {
        return ids.stream()
                .flatMap(id -> book.find(account, id).stream())
                .map(ContactView::label)
                .toList();
    }

    private ContactView contact(AccountId account, long id) {
        return book.find(account, id).orElseThrow(ContactsController::notThere);
    }

    private String groupName(AccountId account, long id) {
        return groups.name(account, id).orElseThrow(ContactsController::notThere);
    }

    static ResponseStatusException notThere() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    /** Deleted between the look and the change. */
    @org.springframework.web.bind.annotation.ExceptionHandler(NoSuchElementException.class)
    void gone(jakarta.servlet.http.HttpServletResponse response) throws java.io.IOException {
        response.sendError(404);
    }
}
