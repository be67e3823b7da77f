package org.bocau.transfer;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.transfer.UnusableFile.Reason;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.multipart.MultipartFile;

/**
 * Brings mail in from files. A form brings them with it; a script uploads them one by one before,
 * as large as they may be, and then sends the form.
 */
@Controller
@RequestMapping("/settings/transfer")
class ImportController {
    private static final int SHOWN = 5;

    private final FolderStore store;
    private final WaitingFiles waiting;
    private final Imports imports;
    private final HeldFiles held;
    private final ImportRunner runner;
    private final ImportTools tools;
    private final MessageSource messages;

    ImportController(
            FolderStore store,
            WaitingFiles waiting,
            Imports imports,
            HeldFiles held,
            ImportRunner runner,
            ImportTools tools,
            MessageSource messages) {
        this.store = store;
        this.waiting = waiting;
        this.imports = imports;
        this.held = held;
        this.runner = runner;
        this.tools = tools;
        this.messages = messages;
    }

    @GetMapping
    String page(MailAccount account, Model model, Locale locale) {
        model.addAttribute("section", "transfer");
        model.addAttribute(
                "folders",
                store.list(account).selectable().stream().filter(one -> !one.shared()).toList());
        model.addAttribute("latest", imports.latest(account.id(), SHOWN));
        model.addAttribute("most", Sizes.of(tools.limits().maxUpload().toBytes(), locale));
        return "transfer/page";
    }

    /** A file that was taken. */
    record Taken(String id) {}

    /** Why one was not. */
    record Problem(String problem) {}

    /**
     * Takes one file, which is the body.
     *
     * @param name what it is called
     */
    @PostMapping(
            path = "/upload",
            consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    ResponseEntity<Object> upload(
            MailAccount account,
            @RequestParam(defaultValue = "") String name,
            HttpServletRequest request,
            Locale locale)
            throws IOException {
        try {
            var file = waiting.keep(account.id(), name, request.getInputStream());
            return ResponseEntity.ok(new Taken(file.id()));
        } catch (UnusableFile no) {
            return ResponseEntity.status(HttpStatus.UNPROCESSABLE_CONTENT)
                    .body(new Problem(words(no, locale)));
        }
    }

    /**
     * Begins.
     *
     * @param file what a form brings with it
     * @param upload ids of what was uploaded before
     * @param into a folder's path; empty for the places the files tell
     */
    @PostMapping("/import")
    String begin(
            MailAccount account,
            @RequestParam(required = false) @Nullable List<MultipartFile> file,
            @RequestParam(required = false) @Nullable List<String> upload,
            @RequestParam(defaultValue = "") String into,
            @RequestParam(defaultValue = "false") boolean skip,
            @RequestParam(defaultValue = "false") boolean seen,
            HttpServletResponse response,
            Model model,
            Locale locale)
            throws IOException {
        var folder = into.isEmpty() ? "" : folder(account, into);
        var files = new ArrayList<UploadedFile>();
        boolean begun = false;
        try {
            take(account, file, upload, files);
            var id = begin(account, files, new ImportChoice(folder, skip, seen));
            begun = true;
            return "redirect:/settings/transfer/imports/" + id;
        } catch (UnusableFile no) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("problem", words(no, locale));
            model.addAttribute("into", into);
            return page(account, model, locale);
        } finally {
            if (!begun) files.forEach(UploadedFile::close);
        }
    }

    private String folder(MailAccount account, String path) {
        var folder = store.list(account).at(new MailboxPath(path));
        if (folder.shared()) throw new NoSuchMailException("not one's own: " + path);
        return folder.name();
    }

    private void take(
            MailAccount account,
            @Nullable List<MultipartFile> brought,
            @Nullable List<String> uploads,
            List<UploadedFile> files)
            throws IOException {
        if (uploads != null) files.addAll(waiting.take(account.id(), uploads));
        for (var one : brought == null ? List.<MultipartFile>of() : brought) {
            var name = one.getOriginalFilename();
            if (one.isEmpty() && (name == null || name.isEmpty())) continue; // none was chosen
            try (var content = one.getInputStream()) {
                var kept = waiting.keep(account.id(), name, content);
                files.addAll(waiting.take(account.id(), List.of(kept.id())));
            }
        }
        if (files.isEmpty()) throw new UnusableFile(Reason.NONE, "");
    }

    private String begin(MailAccount account, List<UploadedFile> files, ImportChoice choice)
            throws IOException {
        long total = 0;
        for (var file : files)
            total += file.kind() == FileKind.ZIP ? ZipMail.expanded(file.place()) : file.octets();
        var places = new Places(store, account, choice.into());
        var id = imports.begin(account.id(), files, choice, total);
        if (id.isEmpty()) throw new UnusableFile(Reason.BUSY, "");
        runner.begin(account, id.get(), files, choice, places);
        return id.get();
    }

    private String words(UnusableFile no, Locale locale) {
        var most = Sizes.of(tools.limits().maxUpload().toBytes(), locale);
        return messages.getMessage(no.reason().key(), new Object[] {no.file(), most}, locale);
    }

    /**
     * How far an import is, for scripts.
     *
     * @param open false when it is over, and the page has more to say
     */
    record Progress(boolean open, int percent, String text) {}

    @GetMapping(path = "/imports/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    Progress progress(MailAccount account, @PathVariable String id, Locale locale) {
        var one = find(account, id);
        return new Progress(goesOn(one), one.percent(), counted(one, locale));
    }

    @GetMapping(path = "/imports/{id}", produces = MediaType.TEXT_HTML_VALUE)
    String show(MailAccount account, @PathVariable String id, Model model, Locale locale) {
        var one = find(account, id);
        var notes = imports.notes(account.id(), id);
        model.addAttribute("section", "transfer");
        model.addAttribute("one", one);
        model.addAttribute("open", goesOn(one));
        model.addAttribute("counted", counted(one, locale));
        model.addAttribute("notes", notes.stream().map(note -> text(note, locale)).toList());
        model.addAttribute("more", Math.max(0, one.refused() - notes.size()));
        return "transfer/import";
    }

    /** Under way, or put off until it can go on by itself. */
    private boolean goesOn(MailImport one) {
        return one.open() || (one.state() == MailImport.State.INTERRUPTED && held.has(one.id()));
    }

    private MailImport find(MailAccount account, String id) {
        return imports.find(account.id(), id)
                .orElseThrow(() -> new NoSuchMailException("no import " + id));
    }

    private String counted(MailImport one, Locale locale) {
        return messages.getMessage(
                "transfer.counted", new Object[] {one.imported(), one.repeated()}, locale);
    }

    private String text(ImportNote note, Locale locale) {
        boolean size = note.kind() == ImportNote.Kind.TOO_LARGE;
        Object number = size ? Sizes.of(note.number(), locale) : (Object) note.number();
        return messages.getMessage(note.key(), new Object[] {note.about(), number}, locale);
    }

    /** Goes on at once with what was put off. */
    @PostMapping("/imports/{id}/continue")
    String goOn(MailAccount account, @PathVariable String id) {
        var one = find(account, id);
        if (goesOn(one) && !one.open()) imports.standing(one.id()).ifPresent(runner::goOn);
        return "redirect:/settings/transfer/imports/" + one.id();
    }

    @PostMapping("/imports/{id}/stop")
    String stop(MailAccount account, @PathVariable String id) {
        var one = find(account, id);
        imports.cancel(account.id(), one.id());
        return "redirect:/settings/transfer/imports/" + one.id();
    }
}
