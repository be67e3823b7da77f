package org.bocau.webmail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The compose form as it was typed; nothing in it is checked yet.
 *
 * @param attachments ids of {@link Upload}s
 * @param draft UID of the draft this was last saved as, in the Drafts folder; null if never
 * @param source what it answers or forwards, see {@link DraftSource}
 * @param inReplyTo Message-ID it answers; empty if none
 * @param references Message-IDs of the thread, separated by spaces
 */
record ComposeForm(
        String to,
        String cc,
        String bcc,
        String subject,
        String body,
        List<String> attachments,
        @Nullable Long draft,
        String source,
        String inReplyTo,
        String references) {
    ComposeForm {
        to = given(to);
        cc = given(cc);
        bcc = given(bcc);
        subject = given(subject);
        body = given(body);
        attachments = attachments == null ? List.of() : List.copyOf(attachments);
        source = given(source);
        inReplyTo = given(inReplyTo);
        references = given(references);
    }

    /** The binder passes null for fields a request lacks. */
    private static String given(@Nullable String text) {
        return text == null ? "" : text;
    }

    static ComposeForm empty() {
        return new ComposeForm("", "", "", "", "", List.of(), null, "", "", "");
    }

    ComposeForm withDraft(@Nullable Long uid) {
        return new ComposeForm(
                to, cc, bcc, subject, body, attachments, uid, source, inReplyTo, references);
    }

    ComposeForm withAttachments(List<String> ids) {
        return new ComposeForm(
                to, cc, bcc, subject, body, ids, draft, source, inReplyTo, references);
    }

    /** Nothing was written: not worth a draft. */
    boolean isBlank() {
        return (to + cc + bcc + subject + body).isBlank() && attachments.isEmpty();
    }

    /** Copies to others are shown from the start when there are any. */
    public boolean hasCopies() {
        return !cc.isBlank() || !bcc.isBlank();
    }
}
