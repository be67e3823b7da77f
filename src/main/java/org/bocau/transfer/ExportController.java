package org.bocau.transfer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.transfer.Export.Part;
import org.bocau.webmail.MailPages;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Takes mail along: all of it, a folder, what a search finds, or chosen messages, as a file that is
 * written while it is downloaded. Before it begins, a page says how much it will be.
 */
@Controller
@RequestMapping("/settings/transfer")
class ExportController {
    private static final Logger log = LoggerFactory.getLogger(ExportController.class);
    private static final String PAGE = "transfer/export";

    private final FolderStore store;
    private final ExportScope scope;
    private final MailPages pages;
    private final Export export;

    ExportController(FolderStore store, ExportScope scope, MailPages pages, Export export) {
        this.store = store;
        this.scope = scope;
        this.pages = pages;
        this.export = export;
    }

    /**
     * What there is to download and how it may come.
     *
     * @param folder a path; empty for all of the account's own
     * @param below its subfolders, too
     * @param q not a folder, but all that this search finds, on all of its pages
     */
    @GetMapping("/export")
    String ask(
            MailAccount account,
            @RequestParam(defaultValue = "") String folder,
            @RequestParam(defaultValue = "false") boolean below,
            @RequestParam(defaultValue = "") String q,
            HttpServletRequest request,
            Model model,
            Locale locale) {
        var folders = store.list(account);
        if (!q.isBlank()) {
            var parts = scope.found(account, folders, q, pages.zone(request));
            return describe(account, parts, new Asked(null, "", false, false, q), model, locale);
        }
        var parts = ExportScope.folders(folders, folder, below);
        boolean hasBelow =
                !folder.isEmpty() && ExportScope.folders(folders, folder, true).size() > 1;
        var one = folder.isEmpty() ? null : parts.getFirst().folder();
        return describe(account, parts, new Asked(one, folder, below, hasBelow, ""), model, locale);
    }

    /**
     * What the page asks about.
     *
     * @param folder null for all mail, and for what is no folder
     * @param hasBelow it has subfolders
     * @param q a search; empty for folders
     */
    private record Asked(
            @Nullable Folder folder, String path, boolean below, boolean hasBelow, String q) {}

    /**
     * The same of messages that were chosen in a list.
     *
     * @param m their keys
     * @param all not the keys, but all of the list, on all of its pages: of the folder {@code in},
     *     or what {@code q} finds
     */
    @PostMapping("/chosen")
    String askChosen(
            MailAccount account,
            @RequestParam(required = false) @Nullable List<String> m,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "") String in,
            @RequestParam(defaultValue = "") String q,
            RedirectAttributes address,
            Model model,
            Locale locale) {
        if (all) {
            if (in.isBlank() && q.isBlank()) // which would be all of the account
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
            if (q.isBlank()) address.addAttribute("folder", in);
            else address.addAttribute("q", q);
            return "redirect:/settings/transfer/export";
        }
        var keys = m == null ? List.<String>of() : m;
        var parts = ExportScope.chosen(store.list(account), keys);
        describe(account, parts, new Asked(null, "", false, false, ""), model, locale);
        model.addAttribute("keys", keys);
        return PAGE;
    }

    private String describe(
            MailAccount account, List<Part> parts, Asked asked, Model model, Locale locale) {
        var extent = scope.extent(account, parts);
        model.addAttribute("section", "transfer");
        model.addAttribute("count", extent.messages());
        model.addAttribute("size", extent.octets() == 0 ? "" : Sizes.of(extent.octets(), locale));
        model.addAttribute("formats", Format.values());
        model.addAttribute("keys", List.of());
        model.addAttribute("folder", asked.folder());
        model.addAttribute("path", asked.path());
        model.addAttribute("below", asked.below());
        model.addAttribute("hasBelow", asked.hasBelow());
        model.addAttribute("q", asked.q());
        return PAGE;
    }

    @GetMapping("/file")
    void file(
            MailAccount account,
            @RequestParam(defaultValue = "") String folder,
            @RequestParam(defaultValue = "false") boolean below,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "eml") String format,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var folders = store.list(account);
        if (!q.isBlank()) {
            var found = scope.found(account, folders, q, pages.zone(request));
            write(account, folders, found, q, format, response);
            return;
        }
        var parts = ExportScope.folders(folders, folder, below);
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
        var parts = ExportScope.chosen(folders, m == null ? List.of() : m);
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
}
