package org.bocau.reading;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.MimePart;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.webmail.MailPages;
import org.bocau.webmail.MailPages.Pane;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Looks at the files of a letter, one after the other: on a page of its own, or as a part of one
 * that a script puts over the letter. Whatever a sender made markup of stays in a document of its
 * own.
 */
@Controller
class PreviewController {
    private static final String PLACE = "viewer";

    private final MessageReader reader;
    private final FileTexts texts;
    private final Letters letters;
    private final MailPages pages;

    PreviewController(MessageReader reader, FileTexts texts, Letters letters, MailPages pages) {
        this.reader = reader;
        this.texts = texts;
        this.letters = letters;
        this.pages = pages;
    }

    /**
     * @param images {@code 1} loads the pictures of other hosts that an enclosed letter has
     */
    @GetMapping("/mail/{mailbox}/{uid:\\d{1,10}}/view/{section:[0-9.]{1,60}}")
    String view(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            @PathVariable String section,
            @RequestParam(defaultValue = "0") int images,
            HttpServletRequest request,
            Locale locale,
            Model model)
            throws IOException {
        boolean whole = !MailPages.wants(request, PLACE);
        var folders =
                whole
                        ? pages.frame(account, request, locale, model, Pane.COMPOSE)
                        : pages.part(account, request, locale, model);
        var folder = folders.at(new MailboxPath(mailbox));
        var message = reader.read(account, folder, uid);
        var holder = message.holding(section);
        var part = holder.root().find(section);
        if (part == null) throw new NoSuchMailException("no part " + section);
        var preview = PreviewView.of(message, holder, section);
        model.addAttribute("preview", preview);
        switch (preview.file().kind()) {
            case TEXT -> model.addAttribute("text", texts.start(account, message, part));
            case LETTER -> enclosed(account, holder, part, images == 1, model);
            default -> {}
        }
        return whole ? "webmail/preview" : "webmail/preview :: viewer";
    }

    private void enclosed(
            MailAccount account, MessageView holder, MimePart part, boolean images, Model model) {
        var inner = part.letter();
        if (inner == null) return;
        var letter = letters.enclosed(account, holder.enclosed(inner), images);
        model.addAttribute("letter", letter.letter());
        model.addAttribute("blocked", letter.blocked());
    }
}
