package org.bocau.webmail;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.webmail.MailPages.Pane;
import org.bocau.webmail.Triage.Done;
import org.bocau.webmail.Triage.Verb;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The buttons over lists and messages. A form comes back to a page with a notice and an undo
 * button; a script gets the same as JSON and keeps the page.
 */
@Controller
class ActionController {
    private static final int MAX_KEYS = 1000;

    private final FolderStore store;
    private final Triage triage;
    private final MailPages pages;
    private final MessageSource messages;

    ActionController(FolderStore store, Triage triage, MailPages pages, MessageSource messages) {
        this.store = store;
        this.triage = triage;
        this.pages = pages;
        this.messages = messages;
    }

    /**
     * What a script is told.
     *
     * @param text what was done, in words
     * @param undo the action that takes it back, empty if none
     */
    record Told(String text, String undo, List<String> keys) {}

    /**
     * What a button asks for.
     *
     * @param action a verb's key; {@code move:} and a path for moving
     * @param one a verb and one message, {@code star inbox:12}: buttons of single rows; comes
     *     before the rest
     * @param m keys of the chosen messages
     * @param confirmed messages that cannot come back are only removed with this
     * @param back the page to return to
     */
    record Asked(
            @Nullable String action,
            @Nullable String one,
            @Nullable List<String> m,
            @Nullable Boolean confirmed,
            @Nullable String back) {
        private String verb() {
            if (one != null) return one.substring(0, Math.max(0, one.indexOf(' ')));
            return action == null ? "" : action;
        }

        List<String> keys() {
            if (one != null) return List.of(one.substring(one.indexOf(' ') + 1));
            return m == null ? List.of() : m;
        }

        Verb what() {
            var verb = verb().startsWith("move:") ? "move" : verb();
            return Verb.of(verb)
                    .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
        }

        @Nullable MailboxPath to() {
            return verb().startsWith("move:")
                    ? new MailboxPath(verb().substring("move:".length()))
                    : null;
        }
    }

    @PostMapping(path = "/mail/actions", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Told script(MailAccount account, Asked asked, Locale locale) {
        return told(run(account, asked), locale);
    }

    @PostMapping(path = "/mail/actions", produces = MediaType.TEXT_HTML_VALUE)
    String form(
            MailAccount account,
            Asked asked,
            HttpServletRequest request,
            RedirectAttributes flash,
            Locale locale,
            Model model) {
        var where = MailPages.back(asked.back());
        if (asked.keys().isEmpty()) {
            flash.addFlashAttribute(
                    "told", new Told(text("mail.none-selected", locale), "", List.of()));
            return "redirect:" + where;
        }
        if (asked.what() == Verb.DESTROY && !Boolean.TRUE.equals(asked.confirmed())) {
            pages.frame(account, request, locale, model, Pane.COMPOSE);
            model.addAttribute("keys", asked.keys());
            model.addAttribute("back", where);
            return "webmail/confirm-destroy";
        }
        flash.addFlashAttribute("told", told(run(account, asked), locale));
        return "redirect:" + where;
    }

    private Done run(MailAccount account, Asked asked) {
        if (asked.keys().size() > MAX_KEYS)
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        return triage.run(account, store.list(account), asked.what(), asked.keys(), asked.to());
    }

    private Told told(Done done, Locale locale) {
        var target = done.target() == null ? "" : name(done.target(), locale);
        var text = text("mail.done." + done.verb().key(), locale, done.count(), target);
        return new Told(text, done.undo() == null ? "" : done.undo().key(), done.undoKeys());
    }

    private String name(Folder folder, Locale locale) {
        return folder.role() == null
                ? folder.title()
                : text("folder." + folder.role().key(), locale);
    }

    private String text(String key, Locale locale, Object... values) {
        return messages.getMessage(key, values, locale);
    }
}
