package org.bocau.webmail;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.webmail.MailPages.Pane;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Pages that make, rename and delete folders. */
@Controller
class FolderController {
    private final MailPages pages;
    private final FolderStore store;

    FolderController(MailPages pages, FolderStore store) {
        this.pages = pages;
        this.store = store;
    }

    /**
     * @param name one level of a name
     * @param parent path of the folder it goes into; empty for the top
     */
    record FolderForm(@Nullable String name, @Nullable String parent) {}

    @GetMapping("/folders/new")
    String creating(MailAccount account, HttpServletRequest request, Locale locale, Model model) {
        pages.frame(account, request, locale, model, Pane.MESSAGE);
        model.addAttribute("form", new FolderForm("", ""));
        return "webmail/folder-new";
    }

    @PostMapping("/folders/new")
    String create(
            MailAccount account,
            @ModelAttribute("form") FolderForm form,
            BindingResult errors,
            HttpServletRequest request,
            Locale locale,
            RedirectAttributes flash,
            Model model) {
        var folders = pages.frame(account, request, locale, model, Pane.MESSAGE);
        var name = checked(form, folders, errors);
        if (!errors.hasErrors()) {
            try {
                var parent =
                        form.parent() == null || form.parent().isEmpty()
                                ? null
                                : new MailboxPath(form.parent());
                var path = store.create(account, parent == null ? null : folders.at(parent), name);
                return "redirect:/mail/" + encoded(path);
            } catch (MailRefusedException refused) {
                errors.rejectValue(
                        "name", "folder.refused", new Object[] {refused.getMessage()}, null);
            }
        }
        return "webmail/folder-new";
    }

    private static String checked(FolderForm form, Folders folders, BindingResult errors) {
        var name = form.name() == null ? "" : form.name().strip();
        if (name.isEmpty()) errors.rejectValue("name", "NotBlank");
        else if (!FolderStore.isUsable(name, folders.separator())) {
            errors.rejectValue("name", "folder.unusable", new Object[] {folders.separator()}, null);
        }
        return name;
    }

    @GetMapping("/folders/{mailbox}")
    String editing(
            MailAccount account,
            @PathVariable String mailbox,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        var folder = own(pages.frame(account, request, locale, model, Pane.MESSAGE), mailbox);
        model.addAttribute("folder", folder);
        model.addAttribute("form", new FolderForm(folder.label(), ""));
        return "webmail/folder-edit";
    }

    @PostMapping("/folders/{mailbox}")
    String rename(
            MailAccount account,
            @PathVariable String mailbox,
            @ModelAttribute("form") FolderForm form,
            BindingResult errors,
            HttpServletRequest request,
            Locale locale,
            Model model) {
        var folders = pages.frame(account, request, locale, model, Pane.MESSAGE);
        var folder = own(folders, mailbox);
        var name = checked(form, folders, errors);
        if (!errors.hasErrors()) {
            try {
                return "redirect:/mail/" + encoded(store.rename(account, folder, name));
            } catch (MailRefusedException refused) {
                errors.rejectValue(
                        "name", "folder.refused", new Object[] {refused.getMessage()}, null);
            }
        }
        model.addAttribute("folder", folder);
        return "webmail/folder-edit";
    }

    /** Asked from a page that says what is lost. */
    @PostMapping("/folders/{mailbox}/delete")
    String delete(MailAccount account, @PathVariable String mailbox) {
        store.delete(account, own(store.names(account), mailbox));
        return "redirect:/mail/inbox";
    }

    private static Folder own(Folders folders, String mailbox) {
        var folder =
                folders.all().stream().filter(f -> f.path().segment().equals(mailbox)).findFirst();
        return folder.filter(Folder::own)
                .orElseThrow(() -> new NoSuchMailException("no such folder"));
    }

    private static String encoded(MailboxPath path) {
        return org.springframework.web.util.UriUtils.encodePathSegment(
                path.segment(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
