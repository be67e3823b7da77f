package org.bocau.reading;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.markup.HtmlBody;
import org.bocau.webmail.DateView;
import org.bocau.webmail.MailPages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Letters on paper: one, or a conversation from its beginning. A document of its own in the sandbox
 * of all mail, written one letter after the other.
 */
@Controller
class PrintController {
    private static final Logger log = LoggerFactory.getLogger(PrintController.class);

    private final FolderStore folders;
    private final Conversations conversations;
    private final LetterViews views;
    private final HtmlBodies bodies;
    private final MessageTexts texts;
    private final MailPages pages;
    private final MessageSource messages;

    PrintController(
            FolderStore folders,
            Conversations conversations,
            LetterViews views,
            HtmlBodies bodies,
            MessageTexts texts,
            MailPages pages,
            MessageSource messages) {
        this.folders = folders;
        this.conversations = conversations;
        this.views = views;
        this.bodies = bodies;
        this.texts = texts;
        this.pages = pages;
        this.messages = messages;
    }

    /**
     * @param remote {@code 1} shows the pictures of other hosts that this letter has
     * @param all {@code 1} prints the whole conversation, each letter with the pictures it shows
     *     unasked
     */
    @GetMapping("/mail/{mailbox}/{uid:\\d{1,10}}/print")
    void print(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            @RequestParam(name = "images", defaultValue = "0") int remote,
            @RequestParam(defaultValue = "0") int all,
            HttpServletRequest request,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        var own = folders.names(account);
        var folder = own.at(new MailboxPath(mailbox));
        var conversation =
                all == 1
                        ? conversations.of(account, own, folder, uid)
                        : conversations.single(account, folder, uid);
        var hint = messages.getMessage("mail.print.hint", null, locale);
        var printed =
                conversation.messages().stream()
                        .filter(one ->
                                !one.draft() || conversation.isAsked(one)) // nobody's word yet
                        .toList();
        var first = clean(account, printed.getFirst(), all == 1, remote == 1); // while it can fail
        PartController.asDocument(response, PartController.BODY_POLICY);
        try (var out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8)) {
            var title = title(conversation, locale);
            out.write(MailDocument.paper(title, locale.getLanguage(), hint));
            int number = 0;
            for (var message : printed) {
                var head = head(message, pages.dates(request, locale), locale);
                var body = number == 0 ? first : readable(account, message, locale);
                out.write(MailDocument.sheet(number++, head, body));
            }
            out.write(MailDocument.END);
        }
    }

    private boolean unasked(MailAccount account, MessageView message) {
        return views.pictures(account, message, views.verdict(message)).unasked();
    }

    /** A letter after the first, when it is too late for an error page: at least it says so. */
    private HtmlBody.Clean readable(MailAccount account, MessageView message, Locale locale) {
        try {
            return clean(account, message, true, false);
        } catch (NoSuchMailException | MailRefusedException | MailUnavailableException lost) {
            log.info("{}: not printed: {}", account.address(), lost.getMessage());
            return MailDocument.plain(messages.getMessage("mail.print.unread", null, locale));
        }
    }

    /**
     * @param unasked with the pictures it shows unasked; else {@code remote} says whether with any
     */
    private HtmlBody.Clean clean(
            MailAccount account, MessageView message, boolean unasked, boolean remote) {
        boolean images = unasked ? unasked(account, message) : remote;
        return message.hasHtml()
                ? bodies.clean(account, message, images)
                : MailDocument.plain(texts.whole(account, message));
    }

    private String title(Conversation conversation, Locale locale) {
        return conversation.subject().isEmpty()
                ? messages.getMessage("mail.no-subject", null, locale)
                : conversation.subject();
    }

    private List<MailDocument.Line> head(MessageView message, DateView dates, Locale locale) {
        var head = new ArrayList<MailDocument.Line>();
        line(head, "mail.from", people(message.from()), locale);
        line(head, "mail.to", people(message.to()), locale);
        line(head, "mail.cc", people(message.cc()), locale);
        line(head, "mail.date", dates.full(message.when()), locale);
        var names =
                message.attachments().stream()
                        .map(AttachmentView::name)
                        .collect(Collectors.joining(", "));
        line(head, "mail.attachments", names, locale);
        return head;
    }

    private static String people(List<Correspondent> people) {
        return people.stream().map(Correspondent::full).collect(Collectors.joining(", "));
    }

    private void line(List<MailDocument.Line> head, String key, String value, Locale locale) {
        if (value.isEmpty()) return;
        head.add(new MailDocument.Line(messages.getMessage(key, null, locale), value));
    }
}
