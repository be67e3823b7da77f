package org.bocau.reading;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.Filenames;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.MimePart;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.message.HeaderSection;
import org.bocau.webmail.MailPages;
import org.bocau.webmail.MailPages.Pane;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** All files of a message at once, and its header fields as a table. */
@Controller
class AttachmentController {
    private static final int MAX_HEADER = 1024 * 1024;
    private static final int MAX_FIELDS = 2000;
    private static final int MAX_VALUE = 4000;

    private final FolderStore folders;
    private final MessageReader reader;
    private final LetterViews views;
    private final MailPages pages;

    AttachmentController(
            FolderStore folders, MessageReader reader, LetterViews views, MailPages pages) {
        this.folders = folders;
        this.reader = reader;
        this.views = views;
        this.pages = pages;
    }

    /** A field of the header, decoded for reading. */
    record Field(String name, String value) {}

    /** The files as a ZIP archive, written while they are read; nothing of it is kept. */
    @GetMapping("/mail/{mailbox}/{uid:\\d{1,10}}/attachments.zip")
    void zip(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            HttpServletResponse response)
            throws IOException {
        var message = message(account, mailbox, uid);
        var files = message.parts().attachments();
        if (files.isEmpty()) throw new NoSuchMailException("no files");
        PartController.guard(response, PartController.FILE_POLICY);
        response.setContentType("application/zip");
        var subject = Filenames.safe(message.subject());
        var name = (subject.isEmpty() ? "attachments" : subject) + ".zip";
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(name, StandardCharsets.UTF_8)
                        .build()
                        .toString());
        var zip = new ZipOutputStream(response.getOutputStream(), StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
        var taken = new HashSet<String>();
        for (var file : files) entry(account, message, file, unique(file, taken), zip);
        zip.finish(); // only now is it whole: a download that broke off does not open
    }

    private void entry(
            MailAccount account,
            MessageView message,
            MimePart file,
            String name,
            ZipOutputStream zip)
            throws IOException {
        var entry = new ZipEntry(name);
        entry.setTime(message.when().toEpochMilli());
        zip.putNextEntry(entry);
        try (var content = reader.content(account, message.folder(), message.uid(), file)) {
            content.transferTo(zip);
        }
        zip.closeEntry();
    }

    /** Safe names differ in more than case, so that unpacking writes over none of them (T28). */
    static String unique(MimePart file, Set<String> taken) {
        var name = Filenames.safe(file);
        int dot = name.lastIndexOf('.');
        var stem = dot > 0 ? name.substring(0, dot) : name;
        var ending = dot > 0 ? name.substring(dot) : "";
        for (int n = 2; !taken.add(name.toLowerCase(Locale.ROOT)); n++) {
            name = stem + " (" + n + ")" + ending;
        }
        return name;
    }

    /** The header fields, each on a row, with this server's verdict above. */
    @GetMapping("/mail/{mailbox}/{uid:\\d{1,10}}/headers")
    String headers(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            HttpServletRequest request,
            Locale locale,
            Model model)
            throws IOException {
        pages.frame(account, request, locale, model, Pane.COMPOSE);
        var message = message(account, mailbox, uid);
        model.addAttribute("mail", message);
        model.addAttribute("verdict", views.verdict(message));
        model.addAttribute("fields", fields(account, message));
        return "webmail/headers";
    }

    private List<Field> fields(MailAccount account, MessageView message) throws IOException {
        var fields = new ArrayList<Field>();
        try (var in =
                reader.encoded(account, message.folder(), message.uid(), "HEADER", MAX_HEADER)) {
            for (var field : HeaderSection.read(in, MAX_HEADER, MAX_FIELDS).fields()) {
                fields.add(new Field(Correspondent.shown(field.name()), shown(field.value())));
            }
        } catch (HeaderSection.HeaderTooLargeException beyond) {
            fields.add(new Field("…", ""));
        }
        return fields;
    }

    private static String shown(String value) {
        var cut = value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) + "…" : value;
        return Correspondent.shown(cut.replace('\t', ' '));
    }

    private MessageView message(MailAccount account, String mailbox, long uid) {
        var folder = folders.names(account).at(new MailboxPath(mailbox));
        return reader.read(account, folder, uid);
    }
}
