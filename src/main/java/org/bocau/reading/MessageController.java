package org.bocau.reading;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.preferences.Preferences;
import org.bocau.reading.Letters.Wish;
import org.bocau.webmail.MailPages;
import org.bocau.webmail.MailPages.Pane;
import org.bocau.webmail.MessageActions;
import org.bocau.webmail.MessageLists;
import org.bocau.webmail.MessageLists.Position;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The reading pane: a message, with its conversation around it. What is shown with its body is
 * marked read, unless the reader wants that later or never, or the browser only looks ahead.
 */
@Controller
class MessageController {
    private final MailPages pages;
    private final MessageLists lists;
    private final Conversations conversations;
    private final MessageActions actions;
    private final Letters letters;
    private final Preferences preferences;

    MessageController(
            MailPages pages,
            MessageLists lists,
            Conversations conversations,
            MessageActions actions,
            Letters letters,
            Preferences preferences) {
        this.pages = pages;
        this.lists = lists;
        this.conversations = conversations;
        this.actions = actions;
        this.letters = letters;
        this.preferences = preferences;
    }

    /**
     * @param images {@code 1} loads remote images of this message, this time only
     * @param view {@code text} prefers the plain text of this message where it has HTML as well,
     *     {@code light} lays it on light paper in a dark theme
     * @param expand {@code all} shows the bodies of the whole conversation
     */
    @GetMapping("/mail/{mailbox}/{uid:\\d{1,10}}")
    String read(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            @RequestParam(defaultValue = "0") int images,
            @RequestParam(defaultValue = "") String view,
            @RequestParam(defaultValue = "") String expand,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        boolean oneLetter = MailPages.wants(request, Letter.id(new MailboxPath(mailbox), uid));
        boolean onePane = MailPages.wants(request, "reading");
        var folders =
                oneLetter || onePane
                        ? pages.part(account, request, locale, model)
                        : pages.frame(account, request, locale, model, Pane.MESSAGE);
        var folder = folders.at(new MailboxPath(mailbox));
        model.addAttribute("folder", folder);
        var wish = new Wish(images == 1, view.equals("text"), view.equals("light"));
        if (oneLetter) return letter(account, folder, uid, wish, request, model);
        boolean whole = preferences.of(account.id()).conversations();
        var conversation =
                whole
                        ? conversations.of(account, folders, folder, uid)
                        : conversations.single(account, folder, uid);
        var open = expand.equals("all") ? mostOf(conversation) : conversation.open();
        read(account, open, request);
        model.addAttribute("readAfter", readAfter(account, request));
        model.addAttribute("message", conversation.asked());
        model.addAttribute("conversation", conversation);
        model.addAttribute("letters", letters(account, conversation, open, wish));
        if (onePane) return "webmail/conversation :: reading";
        var position = new Position(null, null, uid);
        model.addAttribute("page", lists.page(account, folders, folder, position, whole));
        return "webmail/mail";
    }

    /** One message of the conversation on the page, now with its body. */
    private String letter(
            MailAccount account,
            Folder folder,
            long uid,
            Wish wish,
            HttpServletRequest request,
            Model model) {
        var message = conversations.single(account, folder, uid).asked();
        read(account, List.of(message), request);
        boolean alone = request.getParameter("alone") != null;
        model.addAttribute("letter", letters.open(account, message, wish, alone));
        return "webmail/message :: letter";
    }

    private static List<MessageView> mostOf(Conversation conversation) {
        var all = conversation.messages();
        return all.subList(Math.max(0, all.size() - Conversation.MOST_OPEN_AT_WISH), all.size());
    }

    private List<Letter> letters(
            MailAccount account, Conversation conversation, List<MessageView> open, Wish wish) {
        var shown = new ArrayList<Letter>();
        var keys = open.stream().map(MessageView::key).toList();
        for (var message : conversation.messages()) {
            var how = conversation.isAsked(message) ? wish : Wish.PLAIN;
            shown.add(
                    keys.contains(message.key())
                            ? letters.open(account, message, how, conversation.alone())
                            : Letter.closed(message));
        }
        return shown;
    }

    /** Nobody looks at it yet. */
    private static boolean isAhead(HttpServletRequest request) {
        return request.getHeader("Sec-Purpose") != null || request.getHeader("Purpose") != null;
    }

    /** Seconds after which the page marks read what is open; null where that is done, or never. */
    private @Nullable Integer readAfter(MailAccount account, HttpServletRequest request) {
        int seconds = preferences.of(account.id()).markReadSeconds();
        return seconds > 0 || (seconds == 0 && isAhead(request)) ? seconds : null;
    }

    private void read(MailAccount account, List<MessageView> open, HttpServletRequest request) {
        if (isAhead(request) || preferences.of(account.id()).markReadSeconds() != 0) return;
        var unread = new LinkedHashMap<Folder, List<Long>>();
        for (var message : open) {
            if (!message.seen())
                unread.computeIfAbsent(message.folder(), _ -> new ArrayList<>()).add(message.uid());
        }
        unread.forEach((folder, uids) ->
                actions.opened(
                        account, folder, uids.stream().mapToLong(Long::longValue).toArray()));
    }
}
