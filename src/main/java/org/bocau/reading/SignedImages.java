package org.bocau.reading;

import java.time.Duration;
import org.bocau.account.AccountId;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MimePart;
import org.bocau.remote.RemoteAddress;
import org.bocau.webmail.BodyParts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Addresses of a letter's pictures, its own and those of other hosts, and of its PDFs. Who has one
 * may fetch that picture and nothing else, for hours; a PDF for minutes.
 */
@Component
class SignedImages {
    private static final String PART = "part";
    private static final String REMOTE = "remote";
    private static final String PDF = "pdf";
    private static final Duration PDF_GOOD = Duration.ofMinutes(5); // the frame fetches it at once

    private final SealedAddresses seals;

    SignedImages(SealedAddresses seals) {
        this.seals = seals;
    }

    /** A picture, or a PDF, within a message. */
    record Image(AccountId account, String mailbox, long uid, String section) {
        private static Image read(String text) {
            var fields = text.split("\n", 4);
            return new Image(
                    new AccountId(Long.parseLong(fields[0])),
                    fields[3],
                    Long.parseLong(fields[1]),
                    fields[2]);
        }

        private String write() {
            return account.value() + "\n" + uid + "\n" + section + "\n" + mailbox;
        }
    }

    /**
     * The address of the image with this Content-ID in this message; null if there is no such
     * image.
     */
    @Nullable String part(MailAccount account, MessageView message, String contentId) {
        var part = BodyParts.byContentId(message.root(), contentId);
        if (part == null || FileKind.of(part) != FileKind.PICTURE) return null;
        var image = new Image(account.id(), message.folder().name(), message.uid(), part.section());
        return "/cid/" + seals.seal(PART, image.write());
    }

    /** The address by which we fetch this picture of another host; null if we would not. */
    @Nullable String remote(MailAccount account, String address) {
        return RemoteAddress.parse(address) == null
                ? null
                : "/image/" + seals.seal(REMOTE, account.id().value() + "\n" + address);
    }

    /** The address of a PDF of the message, for the frame that draws it. */
    String pdf(MailAccount account, MessageView message, MimePart part) {
        var image = new Image(account.id(), message.folder().name(), message.uid(), part.section());
        return "/pdf/" + seals.seal(PDF, image.write(), PDF_GOOD);
    }

    /** What an address of {@link #pdf} stands for; null when it is none, or no longer good. */
    @Nullable Image openPdf(String token) {
        var text = seals.open(PDF, token);
        return text == null ? null : Image.read(text);
    }

    /** {@link SealedAddresses#period}. */
    long period() {
        return seals.period();
    }

    /** What an address of {@link #part} stands for; null when it is none, or no longer good. */
    @Nullable Image openPart(String token) {
        var text = seals.open(PART, token);
        return text == null ? null : Image.read(text);
    }

    /** What an address of {@link #remote} stands for; null when it is none, or no longer good. */
    @Nullable RemoteAddress openRemote(String token) {
        var text = seals.open(REMOTE, token);
        return text == null ? null : RemoteAddress.parse(text.substring(text.indexOf('\n') + 1));
    }
}
