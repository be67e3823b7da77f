package org.bocau.webmail;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.webmail.MailPages.Pane;
import org.bocau.webmail.MessageLists.Position;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** A message in the reading pane. Opening it marks it read. */
@Controller
class MessageController {
    private final MailPages pages;
    private final MessageLists lists;
    private final MessageReader reader;
    private final MessageActions actions;
    private final HtmlBodies bodies;
    private final MessageTexts texts;

    MessageController(
            MailPages pages,
            MessageLists lists,
            MessageReader reader,
            MessageActions actions,
            HtmlBodies bodies,
            MessageTexts texts) {
        this.pages = pages;
        this.lists = lists;
        this.reader = reader;
        this.actions = actions;
        this.bodies = bodies;
        this.texts = texts;
    }

    /**
     * @param images {@code 1} loads remote images, this time only
     * @param view {@code text} prefers the plain text of a message that has HTML as well
     */
    @GetMapping("/mail/{mailbox}/{uid:\\d{1,10}}")
    String read(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            @RequestParam(defaultValue = "0") int images,
            @RequestParam(defaultValue = "") String view,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        boolean paneOnly = MailPages.wants(request, "reading");
        var folders = pages.frame(account, request, locale, model, Pane.MESSAGE);
        var folder = folders.at(new MailboxPath(mailbox));
        var message = reader.read(account, folder, uid);
        if (!message.seen()) {
            actions.opened(account, folder, uid);
        }
        model.addAttribute("folder", folder);
        model.addAttribute("message", message);
        body(account, message, images == 1, view, model);
        if (paneOnly) return "webmail/reading :: reading";
        model.addAttribute("page", lists.page(account, folder, new Position(null, null, uid)));
        return "webmail/mail";
    }

    private void body(
            MailAccount account, MessageView message, boolean images, String view, Model model) {
        boolean html = message.hasHtml() && !view.equals("text");
        model.addAttribute("html", html);
        model.addAttribute("images", images);
        if (html) {
            model.addAttribute(
                    "blocked", bodies.clean(account, message, images).images().blocked());
        } else {
            model.addAttribute("texts", texts.shown(account, message));
        }
    }
}
