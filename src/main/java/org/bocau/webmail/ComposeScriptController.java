package org.bocau.webmail;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** What the compose page's script asks for while somebody writes: saving, and files one by one. */
@RestController
class ComposeScriptController {
    private final FolderStore folders;
    private final Compositions compositions;
    private final Uploads uploads;
    private final Clock clock;

    ComposeScriptController(
            FolderStore folders, Compositions compositions, Uploads uploads, Clock clock) {
        this.folders = folders;
        this.compositions = compositions;
        this.uploads = uploads;
        this.clock = clock;
    }

    /**
     * @param draft UID the draft has now; null when there was nothing to save
     */
    record Saved(@Nullable Long draft, long at) {}

    /** A file that was taken. */
    record Taken(String id, String name, long octets, String icon) {}

    /** Saves the draft again and again; each save replaces the one before. */
    @PostMapping("/compose/draft")
    Saved save(MailAccount account, @ModelAttribute("form") ComposeForm form) {
        var uid =
                form.isBlank()
                        ? form.draft()
                        : compositions.save(account, folders.list(account), form);
        return new Saved(uid, clock.millis());
    }

    @PostMapping("/compose/files")
    Taken upload(MailAccount account, @RequestParam MultipartFile file) throws IOException {
        var name = file.getOriginalFilename() == null ? "" : file.getOriginalFilename();
        try (var content = file.getInputStream()) {
            var upload = uploads.keep(account.id(), name, file.getContentType(), content);
            return new Taken(upload.id(), upload.name(), upload.octets(), upload.icon());
        }
    }

    @PostMapping("/compose/files/{id:[0-9a-f]{32}}/remove")
    ResponseEntity<Void> remove(MailAccount account, @PathVariable String id) {
        uploads.remove(account.id(), List.of(id));
        return ResponseEntity.noContent().build();
    }

    /**
     * Sends without leaving the page that a script would have to come back to.
     *
     * @param problems why it was not sent; empty when it was
     */
    record Sent(List<String> problems) {}

    @PostMapping("/compose/send")
    ResponseEntity<Sent> send(
            MailAccount account, @ModelAttribute("form") ComposeForm form, Locale locale) {
        var problems = compositions.send(account, folders.list(account), form, locale);
        var status = problems.isEmpty() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT;
        return ResponseEntity.status(status).body(new Sent(problems));
    }
}
