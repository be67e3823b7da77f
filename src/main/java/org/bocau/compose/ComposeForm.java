package org.bocau.compose;

import java.util.List;
import java.util.function.Consumer;
import org.bocau.reading.DraftSource;
import org.jspecify.annotations.Nullable;

/**
 * The compose form as it was typed; nothing in it is checked yet.
 *
 * @param from address it is written under; empty for the account's own
 * @param body the text, where it is written as plain text
 * @param html the text with its formats; counts when {@code format} is {@code html}
 * @param format {@code html} or {@code plain}
 * @param attachments ids of {@link Upload}s
 * @param draft UID of the draft this was last saved as, in the Drafts folder; null if never
 * @param source what it answers or forwards, see {@link DraftSource}
 * @param inReplyTo Message-ID it answers; empty if none
 * @param references Message-IDs of the thread, separated by spaces
 * @param receipt {@code on} asks the recipients' programs to tell when it is read (RFC 8098)
 */
record ComposeForm(
        String from,
        String to,
        String cc,
        String bcc,
        String subject,
        String body,
        String html,
        String format,
        List<String> attachments,
        @Nullable Long draft,
        String source,
        String inReplyTo,
        String references,
        String receipt) {
    private static final String HTML = "html";

    ComposeForm {
        from = given(from);
        to = given(to);
        cc = given(cc);
        bcc = given(bcc);
        subject = given(subject);
        body = given(body);
        html = given(html);
        format = HTML.equals(format) ? HTML : "plain";
        attachments = attachments == null ? List.of() : List.copyOf(attachments);
        source = given(source);
        inReplyTo = given(inReplyTo);
        references = given(references);
        receipt = given(receipt);
    }

    /** The binder passes null for fields a request lacks. */
    private static String given(@Nullable String text) {
        return text == null ? "" : text;
    }

    static ComposeForm empty() {
        return to("", "", "", "");
    }

    /** A new message. */
    static ComposeForm to(String to, String cc, String subject, String body) {
        return new ComposeForm(
                "", to, cc, "", subject, body, "", "", List.of(), null, "", "", "", "");
    }

    ComposeForm withDraft(@Nullable Long uid) {
        return with(fields -> fields.draft = uid);
    }

    ComposeForm withAttachments(List<String> ids) {
        return with(fields -> fields.attachments = ids);
    }

    /** The same under another address. */
    ComposeForm withFrom(String address) {
        return with(fields -> fields.from = address);
    }

    /** The same text in both forms. */
    ComposeForm withText(String plain, String rich) {
        return with(fields -> {
            fields.body = plain;
            fields.html = rich;
            fields.format = HTML;
        });
    }

    /** Answers or forwards that message. */
    ComposeForm withSource(@Nullable DraftSource of) {
        return with(fields -> fields.source = of == null ? "" : of.toString());
    }

    /** Stands in that conversation. */
    ComposeForm withThread(String answered, List<String> thread) {
        return with(fields -> {
            fields.inReplyTo = answered;
            fields.references = String.join(" ", thread);
        });
    }

    private ComposeForm with(Consumer<Fields> change) {
        var fields = new Fields(this);
        change.accept(fields);
        return fields.form();
    }

    /** What a changed form may differ in, while it is changed. */
    private static final class Fields {
        private final ComposeForm old;
        String from;
        String body;
        String html;
        String format;
        List<String> attachments;
        @Nullable Long draft;
        String source;
        String inReplyTo;
        String references;

        Fields(ComposeForm old) {
            this.old = old;
            this.from = old.from;
            this.body = old.body;
            this.html = old.html;
            this.format = old.format;
            this.attachments = old.attachments;
            this.draft = old.draft;
            this.source = old.source;
            this.inReplyTo = old.inReplyTo;
            this.references = old.references;
        }

        ComposeForm form() {
            return new ComposeForm(
                    from,
                    old.to,
                    old.cc,
                    old.bcc,
                    old.subject,
                    body,
                    html,
                    format,
                    attachments,
                    draft,
                    source,
                    inReplyTo,
                    references,
                    old.receipt);
        }
    }

    /** Written with formats: {@code html} counts and {@code body} does not. */
    public boolean rich() {
        return format.equals(HTML);
    }

    boolean wantsReceipt() {
        return receipt.equals("on");
    }

    /** Files of the message, those that its text shows in place among them. */
    List<String> files() {
        if (!rich()) return attachments;
        return java.util.stream.Stream.concat(attachments.stream(), RichBody.uploads(html).stream())
                .distinct()
                .toList();
    }

    /** Nothing was written: not worth a draft. */
    boolean isBlank() {
        var text = rich() ? RichBody.words(html) : body;
        return (to + cc + bcc + subject + text).isBlank() && files().isEmpty();
    }

    /** Copies to others are shown from the start when there are any. */
    public boolean hasCopies() {
        return !cc.isBlank() || !bcc.isBlank();
    }
}
