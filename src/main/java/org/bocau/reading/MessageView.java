package org.bocau.reading;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.EnclosedLetter;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.MimePart;
import org.bocau.mailclient.Role;
import org.bocau.message.HeaderAddress;
import org.bocau.message.HeaderSection;
import org.bocau.webmail.BodyParts;
import org.jspecify.annotations.Nullable;

/**
 * A message as the reading pane shows it, without its bodies.
 *
 * @param date when its author says it was written; null when that cannot be read
 * @param messageId with angle brackets, or null
 * @param references the Message-IDs a reply goes on with, RFC 5322 §3.6.4
 * @param root its part tree
 * @param header the fields that tell where it comes from, in their order
 * @param preview the beginning of its text; empty where the server has none
 * @param thread its THREADID, or empty
 * @param keywords its keywords, of which some are labels
 */
public record MessageView(
        Folder folder,
        long uid,
        String subject,
        List<Correspondent> from,
        List<Correspondent> replyTo,
        List<Correspondent> to,
        List<Correspondent> cc,
        List<Correspondent> bcc,
        @Nullable Instant date,
        Instant receivedAt,
        long octets,
        boolean seen,
        boolean flagged,
        boolean answered,
        boolean forwarded,
        @Nullable String messageId,
        List<String> references,
        @Nullable DraftSource source,
        MimePart root,
        BodyParts parts,
        HeaderSection header,
        String preview,
        String thread,
        Set<String> keywords) {
    /** The value by which forms and scripts name it. */
    public String key() {
        return folder.path() + ":" + uid;
    }

    public Correspondent author() {
        return from.isEmpty() ? new Correspondent("", "") : from.getFirst();
    }

    /** Who passed it on unchanged, the last one first; the author did not send it here. */
    public List<Correspondent> resentBy() {
        return header.all("Resent-From").stream()
                .flatMap(field -> HeaderAddress.list(field.value()).stream())
                .map(one -> new Correspondent(shown(one.name()), shown(one.address())))
                .toList();
    }

    private static String shown(@Nullable String text) {
        return text == null ? "" : Correspondent.shown(text);
    }

    public boolean draft() {
        return folder.is(Role.DRAFTS);
    }

    public boolean hasHtml() {
        return parts.html() != null;
    }

    public boolean hasText() {
        return !parts.text().isEmpty();
    }

    /** When it was written, or when it came if the author's date is of no use. */
    public Instant when() {
        return date == null ? receivedAt : date;
    }

    /** A message within this one, as if it lay here: its parts have their numbers in this one. */
    MessageView enclosed(EnclosedLetter letter) {
        return new MessageView(
                folder,
                uid,
                letter.subject(),
                letter.from(),
                List.of(),
                letter.to(),
                letter.cc(),
                List.of(),
                letter.date(),
                receivedAt,
                octets,
                true,
                false,
                false,
                false,
                null,
                List.of(),
                null,
                letter.root(),
                BodyParts.of(letter.root()),
                HeaderSection.NONE,
                "",
                "",
                Set.of());
    }

    /**
     * The message within this one whose file a part is: this one, or one that is enclosed in it,
     * however deep.
     */
    MessageView holding(String section) {
        for (var part : parts.attachments()) {
            if (part.letter() != null && section.startsWith(part.section() + "."))
                return enclosed(part.letter()).holding(section);
        }
        return this;
    }

    /** The files that came with it. */
    public List<AttachmentView> attachments() {
        return parts.attachments().stream().map(AttachmentView::of).toList();
    }
}
