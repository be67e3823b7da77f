package org.bocau.webmail;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bocau.mailclient.Correspondent;
import org.bocau.mailclient.Filenames;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.MessageKey;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.webmail.ComposeController.Beginning;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;

/** What happens to a message between the first key and its sending. */
@Service
class Compositions {
    private static final Logger log = LoggerFactory.getLogger(Compositions.class);

    private final MessageReader reader;
    private final MessageTexts texts;
    private final MessageActions actions;
    private final Quoting quoting;
    private final Outbox outbox;
    private final Uploads uploads;
    private final MessageSource messages;
    private final WebmailProperties limits;

    Compositions(
            MessageReader reader,
            MessageTexts texts,
            MessageActions actions,
            Quoting quoting,
            Outbox outbox,
            Uploads uploads,
            MessageSource messages,
            WebmailProperties limits) {
        this.reader = reader;
        this.texts = texts;
        this.actions = actions;
        this.quoting = quoting;
        this.outbox = outbox;
        this.uploads = uploads;
        this.messages = messages;
        this.limits = limits;
    }

    /** The form to begin with. Files of a forwarded message or a draft are taken along. */
    ComposeForm begin(
            MailAccount account, Folders folders, Beginning from, Locale locale, ZoneId zone)
            throws IOException {
        if (from.reply() != null)
            return answer(Quoting.Kind.REPLY, from.reply(), account, folders, locale, zone);
        if (from.replyAll() != null) {
            return answer(Quoting.Kind.REPLY_ALL, from.replyAll(), account, folders, locale, zone);
        }
        if (from.forward() != null) {
            return answer(Quoting.Kind.FORWARD, from.forward(), account, folders, locale, zone);
        }
        if (from.draft() != null) return draft(account, folders, from.draft());
        if (from.mailto() != null) return mailto(from.mailto());
        return new ComposeForm(shown(from.to()), "", "", "", "", List.of(), null, "", "", "");
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
        var at = MessageKey.parse(key);
        var message = reader.read(account, folders.at(at.mailbox()), at.uid());
        var text = texts.whole(account, message);
        var form = quoting.answer(kind, account, message, text, locale, zone);
        return kind == Quoting.Kind.FORWARD
                ? form.withAttachments(carried(account, message))
                : form;
    }

    private ComposeForm draft(MailAccount account, Folders folders, long uid) throws IOException {
        var message = reader.read(account, folders.require(Role.DRAFTS), uid);
        var references = message.references();
        var own = message.messageId();
        var thread =
                own == null ? references : references.stream().filter(r -> !r.equals(own)).toList();
        return new ComposeForm(
                listed(message.to()),
                listed(message.cc()),
                listed(message.bcc()),
                message.subject(),
                texts.whole(account, message).stripTrailing(),
                carried(account, message),
                uid,
                message.source() == null ? "" : message.source().toString(),
                thread.isEmpty() ? "" : thread.getLast(),
                String.join(" ", thread));
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

    /** RFC 6068: addresses, then header fields; only those that are harmless count (§4). */
    static ComposeForm mailto(String url) {
        var text = url.replaceFirst("(?i)^mailto:", "");
        int query = text.indexOf('?');
        var fields = new java.util.HashMap<String, String>();
        if (query >= 0) {
            for (var pair : text.substring(query + 1).split("&", 20)) {
                int equals = pair.indexOf('=');
                if (equals < 0) continue;
                var name = pair.substring(0, equals).toLowerCase(Locale.ROOT);
                fields.putIfAbsent(name, decoded(pair.substring(equals + 1)));
            }
        }
        var to = decoded(query < 0 ? text : text.substring(0, query));
        var more = fields.getOrDefault("to", "");
        return new ComposeForm(
                shown(to.isEmpty() || more.isEmpty() ? to + more : to + ", " + more),
                shown(fields.get("cc")),
                "",
                shown(fields.get("subject")),
                fields.getOrDefault("body", ""),
                List.of(),
                null,
                "",
                "",
                "");
    }

    /** Percent escapes only: a plus sign is a plus sign here (§5). */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    /** Saves the draft and returns its UID now. */
    @Nullable Long save(MailAccount account, Folders folders, ComposeForm form) {
        var composition = composition(account, form);
        var source = DraftSource.parse(form.source());
        return outbox.save(composition, folders.require(Role.DRAFTS), form.draft(), source);
    }

    private Composition composition(MailAccount account, ComposeForm form) {
        return Composition.of(account, form, uploads.find(account.id(), form.attachments()));
    }

    /** Throws the message away, with its draft and its files. */
    void discard(MailAccount account, Folders folders, ComposeForm form) {
        if (form.draft() != null)
            outbox.discard(account, folders.require(Role.DRAFTS), form.draft());
        uploads.remove(account.id(), form.attachments());
    }

    /**
     * Sends the message, unless something is wrong with it.
     *
     * @return what is wrong, in words; empty when it has been sent
     */
    List<String> send(MailAccount account, Folders folders, ComposeForm form, Locale locale) {
        var composition = composition(account, form);
        var problems = problems(form, composition, locale);
        if (!problems.isEmpty()) return problems;
        try {
            outbox.send(composition, folders);
        } catch (SendRefusedException refused) {
            log.info("{}: message refused: {}", account.address(), refused.getMessage());
            var all = new ArrayList<>(List.of(text("mail.problem.refused", locale)));
            all.addAll(refused.reasons());
            return all;
        }
        tidy(account, folders, form);
        return List.of();
    }

    private List<String> problems(ComposeForm form, Composition composition, Locale locale) {
        var problems = new ArrayList<String>();
        var wrong = new ArrayList<String>();
        for (var typed : List.of(form.to(), form.cc(), form.bcc()))
            wrong.addAll(Recipients.parse(typed).wrong());
        for (var piece : wrong) problems.add(text("mail.problem.address", locale, piece));
        if (composition.recipients().isEmpty() && wrong.isEmpty()) {
            problems.add(text("mail.problem.nobody", locale));
        }
        if (composition.attachments().size() != form.attachments().size()) {
            problems.add(text("mail.problem.file-gone", locale));
        }
        long octets = composition.attachments().stream().mapToLong(Upload::octets).sum();
        if (octets > limits.maxMessageSize().toBytes()) {
            problems.add(
                    text("mail.problem.too-large", locale, limits.maxMessageSize().toMegabytes()));
        }
        return problems;
    }

    /** It has been sent: nothing that fails from here on may look as if it had not. */
    private void tidy(MailAccount account, Folders folders, ComposeForm form) {
        uploads.remove(account.id(), form.attachments());
        try {
            if (form.draft() != null) {
                outbox.discard(account, folders.require(Role.DRAFTS), form.draft());
            }
            var source = DraftSource.parse(form.source());
            if (source == null) return;
            var flag =
                    source.mode() == DraftSource.Mode.REPLY
                            ? MessageFlag.ANSWERED
                            : MessageFlag.FORWARDED;
            actions.flag(
                    account, folders.at(source.mailbox()), new long[] {source.uid()}, flag, true);
        } catch (NoSuchMailException | MailRefusedException | MailUnavailableException failure) {
            log.info("{}: after sending: {}", account.address(), failure.getMessage());
        }
    }

    ActionController.Told told(String key, Locale locale) {
        return new ActionController.Told(text(key, locale), "", List.of());
    }

    private String text(String key, Locale locale, Object... values) {
        return messages.getMessage(key, values, locale);
    }
}
