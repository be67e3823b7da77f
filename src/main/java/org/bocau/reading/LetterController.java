package org.bocau.reading;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.bocau.invitation.Invitation.Answer;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.webmail.MailPages;
import org.bocau.webmail.SendRefusedException;
import org.bocau.webmail.Told;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The buttons above an open letter: whose pictures are always shown, leaving its list, answering
 * its invitation, telling its sender that it was displayed. Each comes back to the letter and says
 * what came of it.
 */
@Controller
class LetterController {
    private final FolderStore folders;
    private final MessageReader reader;
    private final LetterViews views;
    private final ImageSenders senders;
    private final Departures departures;
    private final Invitations invitations;
    private final Receipts receipts;
    private final MailPages pages;
    private final MessageSource messages;

    LetterController(
            FolderStore folders,
            MessageReader reader,
            LetterViews views,
            ImageSenders senders,
            Departures departures,
            Invitations invitations,
            Receipts receipts,
            MailPages pages,
            MessageSource messages) {
        this.folders = folders;
        this.reader = reader;
        this.views = views;
        this.senders = senders;
        this.departures = departures;
        this.invitations = invitations;
        this.receipts = receipts;
        this.pages = pages;
        this.messages = messages;
    }

    /**
     * @param always {@code true} shows the pictures of all of this sender's letters from now on
     */
    @PostMapping("/mail/{mailbox}/{uid:\\d{1,10}}/images")
    String images(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            @RequestParam boolean always) {
        var message = message(account, mailbox, uid);
        var sender = message.author().address();
        if (!always) {
            senders.forget(account.id(), sender);
        } else if (views.verdict(message).believed()) {
            senders.allow(account.id(), sender);
        } else {
            throw new ResponseStatusException(HttpStatus.CONFLICT); // it was not offered
        }
        return back(message);
    }

    /**
     * Leaves the list the letter came from; the reader has been asked.
     *
     * @param wanted not so: the reader has subscribed to it again, and it counts as left no more
     */
    @PostMapping("/mail/{mailbox}/{uid:\\d{1,10}}/unsubscribe")
    String unsubscribe(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            @RequestParam(defaultValue = "false") boolean wanted,
            RedirectAttributes flash,
            Locale locale) {
        var message = message(account, mailbox, uid);
        if (wanted) {
            departures.forget(account, message);
            return back(message);
        }
        var outcome = departures.leave(account, message);
        tell(flash, "letter.leave." + outcome.key(), locale);
        return back(message);
    }

    /**
     * @param answer {@code accepted}, {@code tentative} or {@code declined}
     */
    @PostMapping("/mail/{mailbox}/{uid:\\d{1,10}}/invitation")
    String invitation(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            @RequestParam String answer,
            RedirectAttributes flash,
            Locale locale) {
        if (!List.of("accepted", "tentative", "declined").contains(answer)) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        var message = message(account, mailbox, uid);
        var chosen = Answer.valueOf(answer.toUpperCase(Locale.ROOT));
        try {
            boolean told = invitations.answer(account, message, chosen, locale);
            tell(flash, told ? "letter.invite.told" : "letter.invite.nobody", locale);
        } catch (SendRefusedException refused) {
            tell(flash, "letter.invite.refused", locale);
        }
        return back(message);
    }

    /**
     * Tells the sender that the letter was displayed, or decides against it.
     *
     * @param answer {@code send} or {@code no}
     */
    @PostMapping("/mail/{mailbox}/{uid:\\d{1,10}}/receipt")
    String receipt(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            @RequestParam String answer,
            HttpServletRequest request,
            RedirectAttributes flash,
            Locale locale) {
        if (!List.of("send", "no").contains(answer)) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        var message = message(account, mailbox, uid);
        var offer = receipts.offer(account, message, views.verdict(message));
        if (offer == null) {
            throw new ResponseStatusException(HttpStatus.CONFLICT); // it was not offered
        }
        if (answer.equals("no")) {
            receipts.decline(account, message);
            tell(flash, "letter.receipt.declined", locale);
            return back(message);
        }
        try {
            var asked = offer.by(false);
            if (!receipts.send(account, message, asked, pages.zone(request), locale))
                throw new ResponseStatusException(HttpStatus.CONFLICT); // answered meanwhile
            tell(flash, "letter.receipt.sent", locale);
        } catch (SendRefusedException refused) {
            tell(flash, "letter.receipt.refused", locale);
        }
        return back(message);
    }

    /**
     * The page sends it for a reader who always wants that: 204 when nothing is left to answer, 409
     * when the reader has to be asked.
     */
    @PostMapping(path = "/mail/{mailbox}/{uid:\\d{1,10}}/receipt", params = "unasked=true")
    ResponseEntity<Void> unasked(
            MailAccount account,
            @PathVariable String mailbox,
            @PathVariable long uid,
            HttpServletRequest request,
            Locale locale) {
        var message = message(account, mailbox, uid);
        var offer = receipts.offer(account, message, views.verdict(message));
        if (offer == null) return ResponseEntity.noContent().build(); // another tab has sent it
        if (!offer.unasked()) return ResponseEntity.status(HttpStatus.CONFLICT).build();
        try {
            receipts.send(account, message, offer, pages.zone(request), locale);
            return ResponseEntity.noContent().build();
        } catch (SendRefusedException refused) {
            return ResponseEntity.status(HttpStatus.CONFLICT).build();
        }
    }

    private void tell(RedirectAttributes flash, String key, Locale locale) {
        var text = messages.getMessage(key, null, locale);
        flash.addFlashAttribute("told", Told.of(text));
    }

    private static String back(MessageView message) {
        return "redirect:/mail/" + message.folder().path().segment() + "/" + message.uid();
    }

    private MessageView message(MailAccount account, String mailbox, long uid) {
        var folder = folders.names(account).at(new MailboxPath(mailbox));
        return reader.read(account, folder, uid);
    }
}
