package org.bocau.webmail;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
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

    MessageListController(MailPages pages, MessageLists lists) {
        this.pages = pages;
        this.lists = lists;
    }

    @GetMapping("/mail")
    String start() {
        return "redirect:/mail/inbox";
    }

    /** With {@code before} or {@code after} a UID, else the newest page. */
    @GetMapping("/mail/{mailbox}")
    String list(
            MailAccount account,
            @PathVariable String mailbox,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(required = false) @Nullable Long after,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        var folders = pages.frame(account, request, locale, model, Pane.LIST);
        var folder = folders.at(new MailboxPath(mailbox));
        model.addAttribute("folder", folder);
        model.addAttribute("page", lists.page(account, folder, new Position(before, after, null)));
        return MailPages.wants(request, "list") ? "webmail/list :: list" : "webmail/mail";
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
