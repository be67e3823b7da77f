package org.bocau.webmail;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.preferences.Preferences;
import org.bocau.webmail.MailPages.Pane;
import org.bocau.webmail.MessageLists.Position;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** A folder's pages, and the list of folders. */
@Controller
class MessageListController {
    private final MailPages pages;
    private final MessageLists lists;
    private final Preferences preferences;

    MessageListController(MailPages pages, MessageLists lists, Preferences preferences) {
        this.pages = pages;
        this.lists = lists;
        this.preferences = preferences;
    }

    @GetMapping("/mail")
    String start() {
        return "redirect:/mail/inbox";
    }

    /**
     * A page of a folder, or the rows that follow on it.
     *
     * @param before the place it begins after, see {@link ListCursor}; without, at the top
     * @param until the place it ends with, however many rows it takes
     * @param head what the rows before stand under, so that it is not said again
     */
    @GetMapping("/mail/{mailbox}")
    String list(
            MailAccount account,
            @PathVariable String mailbox,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(defaultValue = "") String head,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        boolean rows = MailPages.wants(request, "more");
        boolean list = MailPages.wants(request, "list");
        var folders =
                rows || list
                        ? pages.part(account, request, locale, model)
                        : pages.frame(account, request, locale, model, Pane.LIST);
        var folder = folders.at(new MailboxPath(mailbox));
        model.addAttribute("folder", folder);
        if (MailPages.wants(request, "reading")) return "webmail/conversation :: pane"; // none open
        boolean grouped = preferences.of(account.id()).conversations();
        var page = lists.page(account, folders, folder, Position.of(before, until), grouped);
        model.addAttribute("page", page);
        model.addAttribute("headAbove", head);
        if (rows) return "webmail/list :: rows";
        return list ? "webmail/list :: list" : "webmail/mail";
    }

    /** Only the folder list, when counts may have changed. */
    @GetMapping("/mail/folders")
    String folders(
            MailAccount account,
            @RequestParam(required = false) @Nullable String current,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        var folders = pages.frame(account, request, locale, model, Pane.LIST);
        folders.all().stream()
                .filter(f -> f.path().segment().equals(current))
                .findFirst()
                .ifPresent(f -> model.addAttribute("folder", f));
        return "webmail/rail :: folders";
    }
}
