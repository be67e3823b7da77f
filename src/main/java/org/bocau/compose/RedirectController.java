package org.bocau.compose;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.preferences.Preferences;
import org.bocau.reading.MessageReader;
import org.bocau.reading.MessageView;
import org.bocau.webmail.MailPages;
import org.bocau.webmail.MailPages.Pane;
import org.bocau.webmail.SendRefusedException;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page that asks to whom a letter is passed on unchanged. */
@Controller
@RequestMapping("/mail/{mailbox}/{uid:\\d{1,10}}/redirect")
class RedirectController {
    /** Flash attribute: to whom it was to go that was just taken back. */
    static final String AGAIN = "again";

    private final MailPages pages;
    private final FolderStore folders;
    private final MessageReader reader;
    private final Redirects redirects;
    private final Preferences preferences;
    private final RefusalWords refusals;
    private final MessageSource messages;

    RedirectController(
            MailPages pages,
            FolderStore folders,
            MessageReader reader,
            Redirects redirects,
            Preferences preferences,
            RefusalWords refusals,
            MessageSource messages) {
        this.pages = pages;
        this.folders = folders;
        this.reader = reader;
        this.redirects = redirects;
        this.preferences = preferences;
        this.refusals = refusals;
        this.messages = messages;
    }

    @GetMapping
    String ask(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        var message = message(account, mailbox, uid);
        var again = model.getAttribute(AGAIN) instanceof String typed ? typed : "";
        return page(account, message, again, List.of(), request, locale, model);
    }

    /**
     * @param to addresses as they were typed
     */
    @PostMapping
    String redirect(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            @RequestParam(defaultValue = "") String to,
            HttpServletRequest request,
            RedirectAttributes flash,
            Locale locale,
            Model model) {
        var message = message(account, mailbox, uid);
        var recipients = Recipients.parse(to);
        var problems = problems(recipients, locale);
        if (problems.isEmpty()) {
            try {
                var window = Duration.ofSeconds(preferences.of(account.id()).undoSeconds());
                var held = redirects.redirect(account, message, recipients.addresses(), to, window);
                var done = text("compose.redirect.done", locale);
                var notice = new ComposePage.SentNotice(done, held, window.toSeconds(), false);
                flash.addFlashAttribute("sent", notice);
                return "redirect:/mail/" + message.folder().path().segment() + "/" + uid;
            } catch (SendRefusedException refused) {
                problems.add(text("compose.redirect.refused", locale));
                problems.addAll(refusals.redirecting(refused, locale));
            }
        }
        return page(account, message, to, problems, request, locale, model);
    }

    private List<String> problems(Recipients recipients, Locale locale) {
        var problems = new ArrayList<String>();
        for (var piece : recipients.wrong())
            problems.add(text("mail.problem.address", locale, piece));
        if (recipients.addresses().isEmpty() && problems.isEmpty())
            problems.add(text("mail.problem.nobody", locale));
        return problems;
    }

    private String page(
            MailAccount account,
            MessageView message,
            String to,
            List<String> problems,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        pages.frame(account, request, locale, model, Pane.COMPOSE);
        model.addAttribute("mail", message);
        model.addAttribute("to", to);
        model.addAttribute("problems", problems);
        return "webmail/redirect";
    }

    /** Not of drafts: nobody has sent them a first time. */
    private MessageView message(MailAccount account, String mailbox, long uid) {
        var folder = folders.names(account).at(new MailboxPath(mailbox));
        var message = reader.read(account, folder, uid);
        if (message.draft()) throw new NoSuchMailException("a draft");
        return message;
    }

    private String text(String key, Locale locale, Object... values) {
        return messages.getMessage(key, values, locale);
    }
}
