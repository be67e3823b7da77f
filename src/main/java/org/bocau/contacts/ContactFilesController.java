package org.bocau.contacts;

import ezvcard.VCardVersion;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bocau.security.WebUser;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

/** The address book in files: vCard 3 and 4, and tables. */
@Controller
class ContactFilesController {
    /** Octets of a file; at 35 for the shortest card there is, more than may be in it. */
    static final long LARGEST = 10L * 1024 * 1024;

    private static final int BATCH = 200;

    private final AddressBook book;
    private final ContactGroups groups;
    private final ContactImport imports;

    ContactFilesController(AddressBook book, ContactGroups groups, ContactImport imports) {
        this.book = book;
        this.groups = groups;
        this.imports = imports;
    }

    @ModelAttribute
    void sidebar(@AuthenticationPrincipal WebUser user, Model model) {
        model.addAttribute("counts", book.counts(user.account()));
        model.addAttribute("allGroups", groups.all(user.account()));
        model.addAttribute("section", "files");
    }

    @GetMapping("/contacts/files")
    String page() {
        return "contacts/files";
    }

    @PostMapping("/contacts/import")
    String read(
            @AuthenticationPrincipal WebUser user,
            @RequestParam(required = false) @Nullable MultipartFile file,
            Model model)
            throws IOException {
        if (file == null || file.isEmpty()) {
            model.addAttribute("refusal", "contacts.import.none");
        } else if (file.getSize() > LARGEST) {
            model.addAttribute("refusal", "contacts.import.large");
        } else {
            try (var in = file.getInputStream()) {
                model.addAttribute("report", imports.read(user.account(), in));
            }
            sidebar(user, model);
        }
        return "contacts/files";
    }

    /** Streamed, a few hundred at a time. */
    @GetMapping("/contacts/export")
    void write(
            @AuthenticationPrincipal WebUser user,
            @RequestParam(defaultValue = "vcard4") String format,
            @RequestParam(required = false) @Nullable Long group,
            HttpServletResponse response)
            throws IOException {
        var name = "contacts." + (format.equals("csv") ? "csv" : "vcf");
        if (!List.of("csv", "vcard3", "vcard4").contains(format)) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        var ids =
                book.ids(
                        user.account(), new ContactFilter("", group, group == null ? false : null));
        response.setContentType(
                (format.equals("csv") ? "text/csv" : "text/vcard") + ";charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + name + '"');
        var out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        if (format.equals("csv")) CsvFile.writeHeadings(out);
        for (int at = 0; at < ids.size(); at += BATCH) {
            var cards =
                    book.cards(user.account(), ids.subList(at, Math.min(ids.size(), at + BATCH)));
            write(cards, format, out);
        }
        out.flush();
    }

    private static void write(List<ContactCard> cards, String format, Writer out)
            throws IOException {
        switch (format) {
            case "csv" -> CsvFile.write(cards, out);
            case "vcard3" -> VCardFile.write(cards, VCardVersion.V3_0, out);
            default -> VCardFile.write(cards, VCardVersion.V4_0, out);
        }
    }
}
