package org.bocau.finding;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.bocau.account.FieldRefusal;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.search.SavedSearch;
import org.bocau.search.SavedSearches;
import org.bocau.webmail.MailPages;
import org.bocau.webmail.MailPages.Pane;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Searches that are kept as folders that fill themselves: made, renamed, deleted. */
@Controller
@RequestMapping("/search/saved")
class SavedSearchController {
    private static final String PAGE = "webmail/saved-search";
    private static final String ID = "/{id:\\d{1,18}}";

    private final MailPages pages;
    private final SavedSearches saved;

    SavedSearchController(MailPages pages, SavedSearches saved) {
        this.pages = pages;
        this.saved = saved;
    }

    record SavedForm(@Nullable String name, @Nullable String query) {
        String wantedName() {
            return name == null ? "" : name;
        }

        String wantedQuery() {
            return query == null ? "" : query;
        }
    }

    @GetMapping("/new")
    String blank(
            MailAccount account,
            @RequestParam(defaultValue = "") String q,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        pages.frame(account, request, locale, model, Pane.MESSAGE);
        model.addAttribute("form", new SavedForm("", q));
        return PAGE;
    }

    @PostMapping
    String save(
            MailAccount account,
            @ModelAttribute("form") SavedForm form,
            BindingResult errors,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        try {
            var made = saved.save(account.id(), form.wantedName(), form.wantedQuery());
            return "redirect:/search?" + SearchPages.query(made.query());
        } catch (FieldRefusal refusal) {
            return again(refusal, account, errors, request, locale, model);
        }
    }

    private String again(
            FieldRefusal refusal,
            MailAccount account,
            BindingResult errors,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        errors.rejectValue("name", refusal.messageKey(), refusal.arguments().toArray(), null);
        pages.frame(account, request, locale, model, Pane.MESSAGE);
        return PAGE;
    }

    @GetMapping(ID)
    String show(
            MailAccount account,
            @PathVariable long id,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        var one = find(account, id);
        pages.frame(account, request, locale, model, Pane.MESSAGE);
        model.addAttribute("saved", one);
        model.addAttribute("form", new SavedForm(one.name(), one.query()));
        return PAGE;
    }

    @PostMapping(ID)
    String rename(
            MailAccount account,
            @PathVariable long id,
            @ModelAttribute("form") SavedForm form,
            BindingResult errors,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        var one = find(account, id);
        try {
            saved.rename(account.id(), id, form.wantedName());
            return "redirect:/search?" + SearchPages.query(one.query());
        } catch (FieldRefusal refusal) {
            model.addAttribute("saved", one);
            return again(refusal, account, errors, request, locale, model);
        }
    }

    @PostMapping(ID + "/delete")
    String delete(MailAccount account, @PathVariable long id) {
        find(account, id);
        saved.delete(account.id(), id);
        return "redirect:/mail/inbox";
    }

    private SavedSearch find(MailAccount account, long id) {
        return saved.find(account.id(), id)
                .orElseThrow(() -> new NoSuchMailException("no saved search " + id));
    }
}
