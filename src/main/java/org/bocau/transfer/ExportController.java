package org.bocau.transfer;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.MessageCopies;
import org.bocau.mailclient.MessageCopies.Extent;
import org.bocau.mailclient.MessageKey;
import org.bocau.transfer.Export.Part;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * Takes mail along: all of it, a folder, or chosen messages, as a file that is written while it is
 * downloaded. Before it begins, a page says how much it will be.
 */
@Controller
@RequestMapping("/settings/transfer")
class ExportController {
    private static final Logger log = LoggerFactory.getLogger(ExportController.class);
    private static final int MOST_KEYS = 1000;

    private final FolderStore store;
    private final MessageCopies copies;
    private final Export export;

    ExportController(FolderStore store, MessageCopies copies, Export export) {
        this.store = store;
        this.copies = copies;
        this.export = export;
    }

    /**
     * What there is to download and how it may come.
     *
     * @param folder a path; empty for all of the account's own
     * @param below its subfolders, too
     */
    @GetMapping("/export")
    String ask(
            MailAccount account,
            @RequestParam(defaultValue = "") String folder,
            @RequestParam(defaultValue = "false") boolean below,
            Model model,
            Locale locale) {
        var folders = store.list(account);
        var parts = parts(folders, folder, below);
        var extent = Extent.NONE;
        for (var part : parts) extent = extent.plus(copies.of(account, part.folder()));
        describe(extent, model, locale);
        model.addAttribute("folder", folder.isEmpty() ? null : parts.getFirst().folder());
        model.addAttribute("path", folder);
        model.addAttribute("below", below);
        model.addAttribute(
                "hasBelow", !folder.isEmpty() && parts(folders, folder, true).size() > 1);
        model.addAttribute("keys", List.of());
        return "transfer/export";
    }

    /**
     * The same of messages that were chosen in a list.
     *
     * @param m their keys
     */
    @PostMapping("/chosen")
    String askChosen(
            MailAccount account,
            @RequestParam(required = false) @Nullable List<String> m,
            Model model,
            Locale locale) {
        var keys = m == null ? List.<String>of() : m;
        var extent = Extent.NONE;
        for (var part : chosen(store.list(account), keys)) {
            var uids = part.uids();
            if (uids != null) extent = extent.plus(copies.of(account, part.folder(), uids));
        }
        describe(extent, model, locale);
        model.addAttribute("folder", null);
        model.addAttribute("path", "");
        model.addAttribute("below", false);
        model.addAttribute("hasBelow", false);
        model.addAttribute("keys", keys);
        return "transfer/export";
    }

    private static void describe(Extent extent, Model model, Locale locale) {
        model.addAttribute("section", "transfer");
        model.addAttribute("count", extent.messages());
        model.addAttribute("size", extent.octets() == 0 ? "" : Sizes.of(extent.octets(), locale));
        model.addAttribute("formats", Format.values());
    }

    @GetMapping("/file")
    void file(
            MailAccount account,
            @RequestParam(defaultValue = "") String folder,
            @RequestParam(defaultValue = "false") boolean below,
            @RequestParam(defaultValue = "eml") String format,
            HttpServletResponse response)
            throws IOException {
        var folders = store.list(account);
        var parts = parts(folders, folder, below);
        var name = folder.isEmpty() ? account.address() : parts.getFirst().folder().label();
        write(account, folders, parts, name, format, response);
    }

    @PostMapping("/chosen/file")
    void chosenFile(
            MailAccount account,
            @RequestParam(required = false) @Nullable List<String> m,
            @RequestParam(defaultValue = "eml") String format,
            HttpServletResponse response)
            throws IOException {
        var folders = store.list(account);
        var parts = chosen(folders, m == null ? List.of() : m);
        write(account, folders, parts, "messages", format, response);
    }

    private void write(
            MailAccount account,
            Folders folders,
            List<Part> parts,
            String name,
            String key,
            HttpServletResponse response)
            throws IOException {
        var format =
                Format.of(key)
                        .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
        boolean alone = format == Format.MBOX && parts.size() == 1;
        response.setContentType(alone ? "application/mbox" : "application/zip"); // RFC 4155 §3
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(
                                EntryNames.harmless(name) + (alone ? ".mbox" : ".zip"),
                                StandardCharsets.UTF_8)
                        .build()
                        .toString());
        response.setHeader("Cache-Control", "private, no-store");
        log.info("{}: export of {} folders as {}", account.address(), parts.size(), format);
        var out = response.getOutputStream();
        if (alone) export.mbox(account, parts.getFirst(), out);
        else export.zip(account, parts, folders.separator(), format, out);
    }

    /** What others share is theirs to take along, unless it is asked for by name. */
    private static List<Part> parts(Folders folders, String path, boolean below) {
        if (path.isEmpty())
            return all(folders.selectable().stream().filter(one -> !one.shared()).toList());
        var folder = folders.at(new MailboxPath(path));
        if (!below) return all(List.of(folder));
        var within = folder.name() + folders.separator();
        var chosen = new ArrayList<Folder>();
        chosen.add(folder);
        folders.selectable().stream()
                .filter(one -> one.name().startsWith(within))
                .forEach(chosen::add);
        return all(chosen);
    }

    private static List<Part> all(List<Folder> folders) {
        return folders.stream().map(folder -> new Part(folder, null)).toList();
    }

    private static List<Part> chosen(Folders folders, List<String> keys) {
        if (keys.size() > MOST_KEYS) throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        var chosen = new LinkedHashMap<MailboxPath, TreeSet<Long>>();
        for (var text : keys) {
            for (var key : MessageKey.all(text))
                chosen.computeIfAbsent(key.mailbox(), _ -> new TreeSet<>()).add(key.uid());
        }
        return chosen.entrySet().stream()
                .map(one ->
                        new Part(
                                folders.at(one.getKey()),
                                one.getValue().stream().mapToLong(Long::longValue).toArray()))
                .toList();
    }
}
