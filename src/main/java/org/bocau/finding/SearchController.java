package org.bocau.finding;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.bocau.mailclient.MailAccount;
import org.bocau.search.Operator;
import org.bocau.search.Query;
import org.bocau.webmail.DateView;
import org.bocau.webmail.MailPages;
import org.bocau.webmail.MailPages.Pane;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Search over all folders but Junk and Trash, which are looked in when they are named. The query's
 * text is all there is to a search: links, saved searches and what is done to all results name it.
 */
@Controller
class SearchController {
    private final MailPages pages;
    private final SearchPages search;
    private final SearchChips chips;
    private final SearchCompletion completion;

    SearchController(
            MailPages pages, SearchPages search, SearchChips chips, SearchCompletion completion) {
        this.pages = pages;
        this.search = search;
        this.chips = chips;
        this.completion = completion;
    }

    /**
     * @param in a folder's path, from the box on a folder's page; it becomes part of the query
     * @param after how far results have been shown
     */
    @GetMapping("/search")
    String search(
            MailAccount account,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String in,
            @RequestParam(required = false) @Nullable String after,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        boolean list = MailPages.wants(request, "list");
        var folders =
                list || !in.isEmpty()
                        ? pages.part(account, request, locale, model)
                        : pages.frame(account, request, locale, model, Pane.LIST);
        if (!in.isEmpty())
            return "redirect:/search?" + SearchPages.query(SearchPages.within(q, folders, in));
        var dates = dates(model);
        var read = search.read(account, folders, q, dates.zone());
        model.addAttribute("query", read.query().text());
        model.addAttribute("searching", true);
        model.addAttribute("chips", chips.of(read.query(), dates));
        model.addAttribute("problems", read.problems());
        model.addAttribute("operators", Operator.values());
        model.addAttribute("highlight", new Highlight(read.expression()));
        model.addAttribute("page", search.page(account, folders, read, dates.zone(), after));
        return list ? "webmail/list :: list" : "webmail/mail";
    }

    private static DateView dates(Model model) {
        if (model.getAttribute("dates") instanceof DateView dates) return dates;
        throw new IllegalStateException("the frame has dates");
    }

    private static LocalDate today(DateView dates) {
        return LocalDate.ofInstant(dates.now(), dates.zone());
    }

    /** The search in fields. */
    @GetMapping("/search/advanced")
    String advanced(
            MailAccount account,
            @RequestParam(defaultValue = "") String q,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        pages.frame(account, request, locale, model, Pane.MESSAGE);
        var query = Query.parse(q, today(dates(model)));
        model.addAttribute("query", query.text());
        model.addAttribute("form", SearchForm.of(query));
        return "webmail/search-advanced";
    }

    /** Fields become operators, and those the search. */
    @GetMapping("/search/fields")
    String fields(@ModelAttribute("form") SearchForm form) {
        return "redirect:/search?" + SearchPages.query(form.text());
    }

    /**
     * What may be meant while somebody types.
     *
     * @param at where the cursor is
     */
    @GetMapping("/search/complete")
    ResponseEntity<List<SearchCompletion.Completion>> complete(
            MailAccount account,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "-1") int at,
            Locale locale) {
        int cursor = at < 0 ? q.length() : Math.min(at, q.length());
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(
                        q.length() > Query.LONGEST
                                ? List.of()
                                : completion.of(account, q, cursor, locale));
    }
}
