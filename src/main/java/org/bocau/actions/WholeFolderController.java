package org.bocau.actions;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.bocau.actions.Triage.Order;
import org.bocau.actions.Triage.Verb;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.ImapConnection;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.webmail.MailPages;
import org.bocau.webmail.MailPages.Pane;
import org.bocau.webmail.Told;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriUtils;

/**
 * What is done to all of a folder by one button: marked read, which can be taken back, and emptied,
 * which cannot and is asked first. At once where it is not much, else by a job with its progress.
 */
@Controller
class WholeFolderController {
    private final MailPages pages;
    private final FolderStore store;
    private final MailClient client;
    private final Triage triage;
    private final TriageWords words;

    WholeFolderController(
            MailPages pages,
            FolderStore store,
            MailClient client,
            Triage triage,
            TriageWords words) {
        this.pages = pages;
        this.store = store;
        this.client = client;
        this.triage = triage;
        this.words = words;
    }

    @PostMapping(path = "/folders/{mailbox}/read", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Told readAll(
            MailAccount account,
            @PathVariable String mailbox,
            HttpServletRequest request,
            Locale locale) {
        var folders = store.names(account);
        var folder = folders.at(new MailboxPath(mailbox));
        return told(account, folders, folder, Verb.READ, request, locale);
    }

    @PostMapping(path = "/folders/{mailbox}/read", produces = MediaType.TEXT_HTML_VALUE)
    String readAll(
            MailAccount account,
            @PathVariable String mailbox,
            @RequestParam(required = false) @Nullable String back,
            HttpServletRequest request,
            RedirectAttributes flash,
            Locale locale) {
        return page(readAll(account, mailbox, request, locale), MailPages.back(back), flash);
    }

    @GetMapping("/folders/{mailbox}/empty")
    String emptying(
            MailAccount account,
            @PathVariable String mailbox,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        var folders = pages.frame(account, request, locale, model, Pane.MESSAGE);
        model.addAttribute("folder", disposable(folders, mailbox));
        return "webmail/folder-empty";
    }

    @PostMapping("/folders/{mailbox}/empty")
    String empty(
            MailAccount account,
            @PathVariable String mailbox,
            HttpServletRequest request,
            RedirectAttributes flash,
            Locale locale) {
        var folders = store.names(account);
        var folder = disposable(folders, mailbox);
        var told = told(account, folders, folder, Verb.DESTROY, request, locale);
        return page(told, "/mail/" + encoded(folder.path()), flash);
    }

    private static Folder disposable(Folders folders, String mailbox) {
        var folder = folders.at(new MailboxPath(mailbox));
        if (!folder.is(Role.TRASH) && !folder.is(Role.JUNK))
            throw new NoSuchMailException("is kept");
        return folder;
    }

    private static String encoded(MailboxPath path) {
        return UriUtils.encodePathSegment(path.segment(), StandardCharsets.UTF_8);
    }

    private static String page(Told told, String back, RedirectAttributes flash) {
        if (!told.job().isEmpty()) return "redirect:/mail/jobs/" + told.job();
        flash.addFlashAttribute("told", told);
        return "redirect:" + back;
    }

    private Told told(
            MailAccount account,
            Folders folders,
            Folder folder,
            Verb verb,
            HttpServletRequest request,
            Locale locale) {
        var order = new Order(verb);
        var uids = client.in(account, folder.name(), connection -> uids(connection, verb));
        if (uids.length == 0) return Told.of(words.text("triage.nothing." + verb.key(), locale));
        var outcome = triage.carryOut(account, folders, order, Map.of(folder.path(), uids));
        return switch (outcome) {
            case Triage.Done done ->
                    new Told(
                            words.done(
                                    account,
                                    folders,
                                    order,
                                    done.count(),
                                    pages.dates(request, locale)),
                            done.undo(),
                            "");
            case Triage.Begun(var job) ->
                    new Told(words.text("triage.job.running", locale, job.total()), "", job.id());
        };
    }

    private static long[] uids(ImapConnection connection, Verb verb) throws ProtocolException {
        return verb == Verb.READ ? connection.unseenUids() : connection.allUids();
    }
}
