package org.bocau.compose;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bocau.compose.ComposeController.Beginning;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.Filenames;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MessageKey;
import org.bocau.mailclient.Role;
import org.bocau.markup.HtmlBody;
import org.bocau.markup.TextHtml;
import org.bocau.preferences.Identities;
import org.bocau.preferences.Identity;
import org.bocau.preferences.Preferences;
import org.bocau.reading.AttachmentView;
import org.bocau.reading.DraftSource;
import org.bocau.reading.MessageReader;
import org.bocau.reading.MessageTexts;
import org.bocau.reading.MessageView;
import org.bocau.webmail.BodyParts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * What somebody begins to write from: nothing, an address, a message that is answered or forwarded,
 * a draft. Files and images of forwarded messages and drafts become uploads again.
 */
@Service
class Beginnings {
    private static final Pattern IMAGE_DATA =
            Pattern.compile("(?i)data:(image/(?:png|gif|jpeg|webp));base64,([A-Za-z0-9+/=]+)");

    private final MessageReader reader;
    private final MessageTexts texts;
    private final Quoting quoting;
    private final Identities identities;
    private final Uploads uploads;
    private final Preferences preferences;

    Beginnings(
            MessageReader reader,
            MessageTexts texts,
            Quoting quoting,
            Identities identities,
            Uploads uploads,
            Preferences preferences) {
        this.reader = reader;
        this.texts = texts;
        this.quoting = quoting;
        this.identities = identities;
        this.uploads = uploads;
        this.preferences = preferences;
    }

    /** The form to begin with. */
    ComposeForm begin(
            MailAccount account, Folders folders, Beginning from, Locale locale, ZoneId zone)
            throws IOException {
        var kind = from.kind();
        if (kind != null) {
            return answer(kind, from.key(), account, folders, locale, zone);
        }
        if (from.forwardAsFile() != null) return file(from.forwardAsFile(), account, folders);
        if (from.draft() != null) {
            var form = draft(account, folders, from.draft());
            return form.source().isEmpty()
                    ? form.withSource(DraftSource.parse(from.source()))
                    : form;
        }
        var empty =
                from.mailto() == null
                        ? ComposeForm.to(shown(from.to()), "", shown(from.subject()), "")
                        : Mailto.form(from.mailto());
        return quoting.signed(empty, identities.preferred(account.id()));
    }

    private static String shown(@Nullable String text) {
        return text == null ? "" : Correspondent.shown(text);
    }

    private ComposeForm answer(
            Quoting.Kind kind,
            String key,
            MailAccount account,
            Folders folders,
            Locale locale,
            ZoneId zone)
            throws IOException {
        var message = message(key, account, folders);
        var quoted =
                new Quoting.Quoted(
                        message,
                        ListFields.of(message.header()),
                        texts.whole(account, message),
                        editable(account, message));
        var own = identities.of(account.id()).stream().map(Identity::address).toList();
        var from = answering(account, message);
        var position = preferences.of(account.id()).replyPosition();
        var style = new Quoting.Style(locale, zone, position);
        var form = quoting.answer(kind, from, own, quoted, style);
        return kind == Quoting.Kind.FORWARD
                ? form.withAttachments(carried(account, message))
                : form;
    }

    /** The address that the message was sent to; that of its author where it is one's own. */
    private Identity answering(MailAccount account, MessageView message) {
        var people = Stream.of(message.to(), message.cc(), message.from()).flatMap(List::stream);
        return identities.answering(account.id(), people.map(Correspondent::address).toList());
    }

    private MessageView message(String key, MailAccount account, Folders folders) {
        var at = MessageKey.parse(key);
        return reader.read(account, folders.at(at.mailbox()), at.uid());
    }

    /** The whole message goes along as a file. */
    private ComposeForm file(String key, MailAccount account, Folders folders) throws IOException {
        var message = message(key, account, folders);
        var name = Filenames.safe(message.subject());
        var content =
                reader.encoded(account, message.folder(), message.uid(), "", message.octets());
        var upload =
                uploads.keep(
                        account.id(),
                        (name.isEmpty() ? "message" : name) + ".eml",
                        "message/rfc822",
                        content);
        var source =
                new DraftSource(DraftSource.Mode.FORWARD, message.folder().path(), message.uid());
        var empty =
                ComposeForm.to("", "", Quoting.subject("Fwd: ", message.subject()), "")
                        .withSource(source)
                        .withAttachments(List.of(upload.id()));
        return quoting.signed(empty, answering(account, message));
    }

    private ComposeForm draft(MailAccount account, Folders folders, long uid) throws IOException {
        var message = reader.read(account, folders.require(Role.DRAFTS), uid);
        var references = message.references();
        var own = message.messageId();
        var thread =
                own == null ? references : references.stream().filter(r -> !r.equals(own)).toList();
        var plain = texts.whole(account, message).stripTrailing();
        var form =
                new ComposeForm(
                        message.author().address(),
                        listed(message.to()),
                        listed(message.cc()),
                        listed(message.bcc()),
                        message.subject(),
                        plain,
                        "",
                        "plain",
                        carried(account, message),
                        uid,
                        message.source() == null ? "" : message.source().toString(),
                        thread.isEmpty() ? "" : thread.getLast(),
                        String.join(" ", thread),
                        message.header().has("Disposition-Notification-To") ? "on" : "");
        return message.hasHtml() ? form.withText(plain, editable(account, message)) : form;
    }

    private static String listed(List<Correspondent> people) {
        return String.join(", ", people.stream().map(Quoting::typed).toList());
    }

    private List<String> carried(MailAccount account, MessageView message) throws IOException {
        var ids = new ArrayList<String>();
        for (var part : message.parts().attachments()) {
            try (var content = reader.content(account, message.folder(), message.uid(), part)) {
                ids.add(
                        uploads.keep(account.id(), Filenames.safe(part), part.type(), content)
                                .id());
            }
        }
        return ids;
    }

    /** The message's body for the editor; images in it become uploads of their own. */
    private String editable(MailAccount account, MessageView message) {
        var part = message.parts().html();
        if (part == null) return TextHtml.of(texts.whole(account, message));
        var html = reader.text(account, message.folder(), message.uid(), part).text();
        Map<String, String> known = new HashMap<>();
        return HtmlBody.forEditor(
                html,
                source -> {
                    var before = known.get(source);
                    if (before != null) return before;
                    var address = picture(account, message, source);
                    if (address != null) known.put(source, address);
                    return address;
                });
    }

    private @Nullable String picture(MailAccount account, MessageView message, String source) {
        try {
            var upload =
                    source.regionMatches(true, 0, "cid:", 0, 4)
                            ? part(account, message, source.substring(4))
                            : data(account, source);
            return upload == null ? null : RichBody.UPLOADS + upload.id();
        } catch (Uploads.TooLargeException _) {
            return null; // its place stays empty
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private @Nullable Upload part(MailAccount account, MessageView message, String contentId)
            throws IOException {
        var part = BodyParts.byContentId(message.root(), contentId);
        if (part == null || !AttachmentView.isRaster(part.type())) return null;
        try (var content = reader.content(account, message.folder(), message.uid(), part)) {
            return uploads.keep(account.id(), Filenames.safe(part), part.type(), content);
        }
    }

    private @Nullable Upload data(MailAccount account, String source) throws IOException {
        var data = IMAGE_DATA.matcher(source);
        if (!data.matches()) return null;
        try {
            var octets = Base64.getDecoder().decode(data.group(2));
            var content = new ByteArrayInputStream(octets);
            return uploads.keep(account.id(), "image", data.group(1), content);
        } catch (IllegalArgumentException _) { // not base64
            return null;
        }
    }
}
