package org.bocau.webmail;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderSharing;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Share;
import org.bocau.mailclient.Storage;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The page of all folders among the settings, and what can be said of one: where it lies, whether
 * other mail programs show it, and who else may use it.
 */
@Controller
@RequestMapping("/settings/folders")
class FolderSettingsController {
    private static final String ALL = "redirect:/settings/folders";

    private final FolderStore store;
    private final FolderSharing sharing;
    private final Storage storage;
    private final MessageSource texts;

    FolderSettingsController(
            FolderStore store, FolderSharing sharing, Storage storage, MessageSource texts) {
        this.store = store;
        this.sharing = sharing;
        this.storage = storage;
        this.texts = texts;
    }

    /**
     * A folder in the list.
     *
     * @param shown by other mail programs
     */
    record Line(Folder folder, boolean shown) {}

    /**
     * @param who an address of this server
     */
    record ShareForm(@Nullable String who, @Nullable String level) {}

    @ModelAttribute("section")
    String section() {
        return "folders";
    }

    @GetMapping
    String all(MailAccount account, Locale locale, Model model) {
        var folders = store.list(account);
        var shown = store.subscriptions(account);
        model.addAttribute("own", lines(folders.own(), shown));
        model.addAttribute("withRole", lines(folders.withRole(), shown));
        model.addAttribute(
                "storage", storage.of(account).map(use -> QuotaView.of(use, locale)).orElse(null));
        return "webmail/folders";
    }

    private static List<Line> lines(List<Folder> folders, Set<String> shown) {
        return folders.stream()
                .map(folder -> new Line(folder, shown.contains(folder.name())))
                .toList();
    }

    @GetMapping("/{mailbox}")
    String one(MailAccount account, @PathVariable String mailbox, Model model) {
        model.addAttribute("form", new ShareForm("", Share.Level.READ.key()));
        return page(account, mailbox, model);
    }

    private String page(MailAccount account, String mailbox, Model model) {
        var folders = store.list(account);
        var folder = mine(folders, mailbox);
        model.addAttribute("folder", folder);
        model.addAttribute("parent", parent(folders, folder));
        model.addAttribute(
                "parents",
                folders.own().stream().filter(other -> !within(other, folder, folders)).toList());
        model.addAttribute("shown", store.subscriptions(account).contains(folder.name()));
        model.addAttribute("shares", sharing.of(account, folder));
        model.addAttribute("levels", Share.Level.values());
        return "webmail/folder-settings";
    }

    /** Path of the folder it lies in; empty at the top. */
    private static String parent(Folders folders, Folder folder) {
        int cut = folder.name().lastIndexOf(folders.separator());
        if (cut < 0) return "";
        var name = folder.name().substring(0, cut);
        return folders.all().stream()
                .filter(other -> other.name().equals(name))
                .map(other -> other.path().segment())
                .findFirst()
                .orElse("");
    }

    private static boolean within(Folder inner, Folder outer, Folders folders) {
        return inner.name().equals(outer.name())
                || inner.name().startsWith(outer.name() + folders.separator());
    }

    @PostMapping("/{mailbox}/move")
    String move(
            MailAccount account,
            @PathVariable String mailbox,
            @RequestParam(defaultValue = "") String parent,
            Locale locale,
            RedirectAttributes redirect) {
        var folders = store.list(account);
        var folder = own(folders, mailbox);
        var into = parent.isEmpty() ? null : own(folders, parent);
        try {
            store.move(account, folder, into);
            say(redirect, "settings.folder.moved", locale);
        } catch (MailRefusedException refused) {
            var words = new Object[] {refused.getMessage()};
            redirect.addFlashAttribute(
                    "problem", texts.getMessage("folder.refused", words, locale));
        }
        return ALL;
    }

    @PostMapping("/{mailbox}/shown")
    String shown(
            MailAccount account,
            @PathVariable String mailbox,
            @RequestParam(defaultValue = "false") boolean shown,
            Locale locale,
            RedirectAttributes redirect) {
        store.subscribe(account, mine(store.names(account), mailbox), shown);
        say(redirect, shown ? "settings.folder.shown" : "settings.folder.hidden", locale);
        return ALL;
    }

    @PostMapping("/{mailbox}/share")
    String share(
            MailAccount account,
            @PathVariable String mailbox,
            @ModelAttribute("form") ShareForm form,
            BindingResult errors,
            Locale locale,
            RedirectAttributes redirect,
            Model model) {
        var folder = mine(store.list(account), mailbox);
        var who = form.who() == null ? "" : form.who().strip();
        var level =
                Arrays.stream(Share.Level.values())
                        .filter(one -> one.key().equals(form.level()))
                        .findFirst();
        if (level.isEmpty()) errors.rejectValue("level", "refusal.setting.value");
        if (who.isEmpty()) errors.rejectValue("who", "NotBlank");
        else if (!addressed(who)) errors.rejectValue("who", "settings.share.nobody");
        if (!errors.hasErrors()) {
            try {
                sharing.grant(account, folder, who, level.orElseThrow());
                say(redirect, "settings.share.granted", locale, who);
                return to(folder);
            } catch (MailRefusedException _) { // nobody here has the address, or it is their own
                errors.rejectValue("who", "settings.share.nobody");
            }
        }
        return page(account, mailbox, model);
    }

    /** One person, or all: what begins with a dash takes rights away again (RFC 4314 §3). */
    private static boolean addressed(String who) {
        return who.equals(Share.ANYONE)
                || (!who.startsWith("-")
                        && who.length() <= 320
                        && who.indexOf('@') > 0
                        && who.chars().noneMatch(c -> c <= 0x20 || Character.isISOControl(c)));
    }

    @PostMapping("/{mailbox}/unshare")
    String unshare(
            MailAccount account,
            @PathVariable String mailbox,
            @RequestParam String who,
            Locale locale,
            RedirectAttributes redirect) {
        var folder = mine(store.list(account), mailbox);
        boolean known =
                sharing.of(account, folder).stream().anyMatch(share -> share.who().equals(who));
        if (!known) throw new NoSuchMailException("not shared with them");
        sharing.revoke(account, folder, who);
        say(redirect, "settings.share.revoked", locale, who);
        return to(folder);
    }

    private void say(RedirectAttributes redirect, String key, Locale locale, Object... words) {
        redirect.addFlashAttribute("notice", texts.getMessage(key, words, locale));
    }

    private static String to(Folder folder) {
        var path =
                org.springframework.web.util.UriUtils.encodePathSegment(
                        folder.path().segment(), java.nio.charset.StandardCharsets.UTF_8);
        return ALL + "/" + path;
    }

    /** Not somebody else's; those with a role too. */
    private static Folder mine(Folders folders, String mailbox) {
        return folders.all().stream()
                .filter(folder -> folder.path().segment().equals(mailbox) && !folder.shared())
                .findFirst()
                .orElseThrow(() -> new NoSuchMailException("no such folder"));
    }

    /** One the user made. */
    private static Folder own(Folders folders, String mailbox) {
        var folder = mine(folders, mailbox);
        if (!folder.own()) throw new NoSuchMailException("is not the user's to change");
        return folder;
    }
}
