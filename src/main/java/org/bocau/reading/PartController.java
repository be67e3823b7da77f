package org.bocau.reading;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.bocau.mailclient.Filenames;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.MimePart;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.webmail.PartText;
import org.springframework.context.MessageSource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * What senders wrote, each as a response of its own that no page of ours contains: HTML bodies,
 * files, the source. Every one is sandboxed by its own policy and never sniffed.
 */
@Controller
class PartController {
    /** An opaque origin without scripts, that loads nothing but its own images. */
    static final String BODY_POLICY =
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline';"
                    + " form-action 'none'; base-uri 'none'; frame-ancestors 'self'; img-src 'self' data:";

    /**
     * In a conversation the page has to know how tall a body is, which it may of its own origin
     * only. Scripts stay forbidden by the sandbox, by the policy and by the frame.
     */
    private static final String FITTED_POLICY =
            BODY_POLICY.replace("sandbox ", "sandbox allow-same-origin ");

    static final String FILE_POLICY =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private final FolderStore folders;
    private final MessageReader reader;
    private final HtmlBodies bodies;
    private final MessageSource messages;

    PartController(
            FolderStore folders, MessageReader reader, HtmlBodies bodies, MessageSource messages) {
        this.folders = folders;
        this.reader = reader;
        this.bodies = bodies;
        this.messages = messages;
    }

    /**
     * The HTML body for the frame. {@code theme} lets mail without colours of its own follow the
     * page; {@code part} is the number of an enclosed message, whose body it is then.
     */
    @GetMapping("/mail/{mailbox}/{uid:\\d{1,10}}/body")
    void body(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            @RequestParam(name = "images", defaultValue = "0") int remote,
            @RequestParam(defaultValue = "auto") String theme,
            @RequestParam(defaultValue = "0") int fit,
            @RequestParam(name = "part", defaultValue = "") String enclosed,
            @RequestHeader(name = "Sec-Fetch-Dest", defaultValue = "") String destination,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        var message = within(message(account, mailbox, uid), enclosed);
        var clean = bodies.clean(account, message, remote == 1);
        var look = List.of("light", "dark").contains(theme) ? theme : "auto";
        var page = MailDocument.framed(clean, title(message, locale), locale.getLanguage(), look);
        boolean fitted = fit == 1 && destination.equals("iframe");
        asDocument(response, fitted ? FITTED_POLICY : BODY_POLICY);
        response.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageView within(MessageView message, String section) {
        if (section.isEmpty()) return message;
        var part = message.root().find(section);
        if (part == null || part.letter() == null) throw new NoSuchMailException("no letter there");
        return message.enclosed(part.letter());
    }

    private String title(MessageView message, Locale locale) {
        return message.subject().isEmpty()
                ? messages.getMessage("mail.no-subject", null, locale)
                : message.subject();
    }

    /** Says what a document made of a letter may do, before it is written. */
    static void asDocument(HttpServletResponse response, String policy) {
        guard(response, policy);
        response.setHeader("X-DNS-Prefetch-Control", "off");
        response.setContentType("text/html;charset=utf-8");
    }

    static void guard(HttpServletResponse response, String policy) {
        response.setHeader("Content-Security-Policy", policy);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cache-Control", "private, no-store");
    }

    /**
     * A file of the message. Saved, unless it is asked for inline and of a kind that is harmless.
     */
    @GetMapping("/mail/{mailbox}/{uid:\\d{1,10}}/part/{section:[0-9.]{1,60}}")
    void part(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            @PathVariable String section,
            @RequestParam(defaultValue = "0") int inline,
            HttpServletResponse response)
            throws IOException {
        var message = message(account, mailbox, uid);
        var part = message.root().find(section);
        if (part == null || part.isMultipart()) throw new NoSuchMailException("no part " + section);
        var content =
                new PushbackInputStream(
                        reader.content(account, message.folder(), uid, part), FileSignature.LENGTH);
        try (content) {
            var start = FileSignature.start(content);
            var shown = inline == 1 ? FileKind.shownAs(part, start) : null;
            guard(response, FILE_POLICY);
            // What is only saved needs no type of its own: nothing then depends on how it is read
            // (T27).
            response.setContentType(
                    shown == null ? "application/octet-stream" : contentType(shown, part));
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    disposition(shown != null, Filenames.safe(part)));
            content.transferTo(response.getOutputStream());
        }
    }

    private static String contentType(String type, MimePart part) {
        return type.equals("text/plain")
                ? type + ";charset=" + PartText.charset(part.charset()).name()
                : type;
    }

    private static String disposition(boolean inline, String filename) {
        var builder = inline ? ContentDisposition.inline() : ContentDisposition.attachment();
        return builder.filename(filename, StandardCharsets.UTF_8).build().toString();
    }

    /** The message as it came, as text; {@code download} saves it as an .eml file. */
    @GetMapping("/mail/{mailbox}/{uid:\\d{1,10}}/source")
    void source(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            @RequestParam(defaultValue = "0") int download,
            HttpServletResponse response)
            throws IOException {
        var message = message(account, mailbox, uid);
        guard(response, FILE_POLICY);
        response.setContentType(download == 1 ? "message/rfc822" : "text/plain;charset=utf-8");
        var name = Filenames.safe(message.subject());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                disposition(download != 1, (name.isEmpty() ? "message" : name) + ".eml"));
        response.setContentLengthLong(message.octets());
        try (var source = reader.encoded(account, message.folder(), uid, "", message.octets())) {
            source.transferTo(response.getOutputStream());
        }
    }

    private MessageView message(MailAccount account, String mailbox, long uid) {
        var folder = folders.names(account).at(new MailboxPath(mailbox));
        return reader.read(account, folder, uid);
    }
}
