package org.bocau.reading;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PushbackInputStream;
import org.bocau.mailclient.Filenames;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * A PDF drawn by a script of ours in a frame without an origin, so that whatever a file makes of
 * that script has no session, no cookies, and no page of ours within reach (decision 0088).
 */
@Controller
class PdfController {
    /** Scripts of ours run here, and here alone may they have no origin. */
    private static final String POLICY =
            "sandbox allow-scripts; default-src 'none'; script-src 'self'; style-src 'self';"
                    + " connect-src 'self'; worker-src blob:; img-src blob: data:;"
                    + " font-src blob: data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

    private final FolderStore folders;
    private final MessageReader reader;
    private final SignedImages signed;
    private final SignedParts parts;

    PdfController(
            FolderStore folders, MessageReader reader, SignedImages signed, SignedParts parts) {
        this.folders = folders;
        this.reader = reader;
        this.signed = signed;
        this.parts = parts;
    }

    /** The frame's document. */
    @GetMapping("/mail/{mailbox}/{uid:\\d{1,10}}/pdf/{section:[0-9.]{1,60}}")
    String page(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            @PathVariable String section,
            HttpServletResponse response,
            Model model) {
        var folder = folders.names(account).at(new MailboxPath(mailbox));
        var message = reader.read(account, folder, uid);
        var part = message.root().find(section);
        if (part == null || FileKind.of(part) != FileKind.PDF)
            throw new NoSuchMailException("no PDF " + section);
        PartController.guard(response, POLICY);
        model.addAttribute("name", Filenames.safe(part));
        model.addAttribute("file", signed.pdf(account, message, part));
        return "webmail/pdf";
    }

    /** Its content, for the frame, which sends no cookies: the signed address says it all. */
    @GetMapping("/pdf/{token}")
    void file(@PathVariable String token, HttpServletResponse response) throws IOException {
        var image = signed.openPdf(token);
        if (image == null) throw new NoSuchMailException("no such file");
        var part = parts.find(image);
        if (FileKind.of(part) != FileKind.PDF) throw new NoSuchMailException("not drawn");
        var content = new PushbackInputStream(parts.content(image, part), FileSignature.LENGTH);
        try (content) {
            if (FileKind.shownAs(part, FileSignature.start(content)) == null)
                throw new NoSuchMailException("it only says that it is a PDF");
            PartController.guard(response, PartController.FILE_POLICY);
            response.setHeader("Access-Control-Allow-Origin", "null"); // has what only we have told
            response.setContentType("application/octet-stream");
            content.transferTo(response.getOutputStream());
        }
    }
}
