package org.bocau.compose;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.markup.HtmlText;
import org.bocau.markup.TextHtml;
import org.bocau.preferences.Preferences;
import org.bocau.preferences.Setting;
import org.bocau.webmail.MailPages;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
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
    private final TakingBack takingBack;
    private final ComposePage page;
    private final Uploads uploads;
    private final MailPages pages;
    private final Preferences preferences;
    private final MessageSource messages;
    private final Clock clock;

    ComposeScriptController(
            FolderStore folders,
            Compositions compositions,
            TakingBack takingBack,
            ComposePage page,
            Uploads uploads,
            MailPages pages,
            Preferences preferences,
            MessageSource messages,
            Clock clock) {
        this.folders = folders;
        this.compositions = compositions;
        this.takingBack = takingBack;
        this.page = page;
        this.uploads = uploads;
        this.pages = pages;
        this.preferences = preferences;
        this.messages = messages;
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
                        : compositions.save(account, folders.names(account), form);
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
     * An image of the message that is being written, for the editor. Only kinds that are harmless
     * where they stand, and nobody else's.
     */
    @GetMapping("/compose/files/{id:[0-9a-f]{32}}")
    void picture(MailAccount account, @PathVariable String id, HttpServletResponse response)
            throws IOException {
        var upload =
                uploads.find(account.id(), List.of(id)).stream()
                        .filter(Upload::picture)
                        .findFirst()
                        .orElseThrow(() -> new NoSuchMailException("no picture " + id));
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "private, max-age=3600");
        response.setContentType(upload.type());
        response.setContentLengthLong(upload.octets());
        try (var content = upload.content().open()) {
            content.transferTo(response.getOutputStream());
        }
    }

    /** The text in the other form. */
    record Text(String body, String html) {}

    /** What the editor holds, as plain text. */
    @PostMapping("/compose/plain")
    Text plain(@RequestParam String html) {
        return new Text(HtmlText.withAddresses(html).stripTrailing() + "\n", "");
    }

    /** Plain text, for the editor. */
    @PostMapping("/compose/rich")
    Text rich(@RequestParam String body) {
        return new Text("", TextHtml.of(body));
    }

    /** How new messages of this person begin. */
    @PostMapping("/compose/format")
    ResponseEntity<Void> format(MailAccount account, @RequestParam boolean plain) {
        preferences.update(account.id(), Map.of(Setting.PLAIN_TEXT.key(), Boolean.toString(plain)));
        return ResponseEntity.noContent().build();
    }

    /**
     * Sends without leaving the page that a script would have to come back to.
     *
     * @param problems why it was not sent; empty when it was
     * @param held number of the message while it can be taken back
     * @param at when it goes out, if a time was chosen: seconds since 1970
     * @param text what the notice says
     * @param seconds how long it stays
     */
    record Sent(
            List<String> problems,
            @Nullable Long held,
            @Nullable Long at,
            String text,
            long seconds) {}

    /**
     * @param at the time it is to go out, in the zone of who writes; empty for now
     */
    @PostMapping("/compose/send")
    ResponseEntity<Sent> send(
            MailAccount account,
            @ModelAttribute("form") ComposeForm form,
            @RequestParam(defaultValue = "") String at,
            HttpServletRequest request,
            Locale locale) {
        var zone = pages.zone(request);
        var time = at.isEmpty() ? null : SendTimes.read(at, zone);
        if (!at.isEmpty() && time == null) {
            return unsent(List.of(messages.getMessage("compose.problem.time", null, locale)));
        }
        var window = Duration.ofSeconds(preferences.of(account.id()).undoSeconds());
        var outcome =
                compositions.send(account, folders.names(account), form, time, window, locale);
        if (!outcome.sent()) return unsent(outcome.problems());
        var seconds = time == null ? null : (Long) time.getEpochSecond();
        var notice = page.sent(outcome, time, zone, locale);
        return ResponseEntity.ok(
                new Sent(List.of(), outcome.held(), seconds, notice.text(), notice.seconds()));
    }

    /**
     * @param address of the composer with the draft in it; null when it was too late
     */
    record TakenBack(@Nullable String address) {}

    /** Takes a message back that has just been sent from below the letter it answers. */
    @PostMapping("/compose/take-back")
    TakenBack takeBack(MailAccount account, @RequestParam long held) {
        var draft = takingBack.takeBack(account, folders.names(account), held);
        return new TakenBack(
                draft.map(one -> ComposeController.address(one, "/mail/inbox")).orElse(null));
    }

    private static ResponseEntity<Sent> unsent(List<String> problems) {
        return ResponseEntity.status(HttpStatus.UNPROCESSABLE_CONTENT)
                .body(new Sent(problems, null, null, "", 0));
    }
}
