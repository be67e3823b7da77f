package org.bocau.webmail;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.Role;
import org.bocau.mailclient.SearchQuery;
import org.bocau.webmail.MailPages.Pane;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Search, in one folder or in all of them but Junk and Trash. */
@Controller
class SearchController {
    private final MailPages pages;
    private final MessageLists lists;
    private final WebmailProperties limits;

    SearchController(MailPages pages, MessageLists lists, WebmailProperties limits) {
        this.pages = pages;
        this.lists = lists;
        this.limits = limits;
    }

    /**
     * @param in a folder's path; empty for all folders
     * @param before only below this UID, with one folder
     * @param cursor how far all folders have been shown, see {@link SearchCursor}
     */
    @GetMapping("/search")
    String search(
            MailAccount account,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String in,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        var folders = pages.frame(account, request, locale, model, Pane.LIST);
        var query = SearchQuery.parse(q);
        model.addAttribute("query", q);
        model.addAttribute("searchIn", in);
        model.addAttribute("searching", true);
        if (query == null) {
            model.addAttribute("page", new MessagePage(List.of(), 0, null, null));
        } else if (in.isEmpty()) {
            model.addAttribute(
                    "page", everywhere(account, folders, query, SearchCursor.parse(cursor)));
        } else {
            var folder = folders.at(new MailboxPath(in));
            model.addAttribute("page", linked(lists.search(account, folder, query, before), q, in));
        }
        return MailPages.wants(request, "list") ? "webmail/list :: list" : "webmail/mail";
    }

    private MessagePage everywhere(
            MailAccount account, Folders folders, SearchQuery query, SearchCursor cursor) {
        var where =
                folders.selectable().stream()
                        .filter(f -> !f.is(Role.JUNK) && !f.is(Role.TRASH))
                        .toList();
        var found = lists.searchAll(account, where, query, cursor);
        long total = found.stream().mapToLong(MessageLists.Found::count).sum();
        var all = found.stream().flatMap(f -> f.rows().stream()).toList();
        var rows =
                all.stream()
                        .sorted(Comparator.comparing(MessageRow::receivedAt).reversed())
                        .limit(limits.pageSize())
                        .toList();
        boolean more =
                all.size() > rows.size()
                        || found.stream().anyMatch(f -> f.rows().size() == limits.pageSize());
        var older =
                more
                        ? link(query.text(), "")
                                + "&cursor="
                                + escaped(cursor.past(rows).toString())
                        : null;
        return new MessagePage(rows, total, older, null);
    }

    private static MessagePage linked(MessagePage page, String q, String in) {
        if (page.older() == null) return page;
        return new MessagePage(page.rows(), page.total(), link(q, in) + "&" + page.older(), null);
    }

    private static String link(String q, String in) {
        return "q=" + escaped(q) + (in.isEmpty() ? "" : "&in=" + escaped(in));
    }

    private static String escaped(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
