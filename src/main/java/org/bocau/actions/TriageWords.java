package org.bocau.actions;

import java.util.Locale;
import java.util.stream.Collectors;
import org.bocau.account.Directory;
import org.bocau.actions.Triage.Order;
import org.bocau.actions.Triage.Verb;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.Role;
import org.bocau.triage.Job;
import org.bocau.triage.Label;
import org.bocau.triage.Labels;
import org.bocau.webmail.DateView;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Service;

/** What was done, in words. */
@Service
class TriageWords {
    /** A job that the settings have planned: a rule carried out on mail that was there. */
    private static final String RULE = "rule";

    private final MessageSource messages;
    private final Labels labels;
    private final Directory directory;

    TriageWords(MessageSource messages, Labels labels, Directory directory) {
        this.messages = messages;
        this.labels = labels;
        this.directory = directory;
    }

    String text(String key, Locale locale, Object... values) {
        return messages.getMessage(key, values, locale);
    }

    /** {@code 3 messages moved to Work}. */
    String done(MailAccount account, Folders folders, Order order, int count, DateView dates) {
        var until = order.until();
        var target =
                until != null
                        ? dates.soon(until)
                        : target(account, folders, order.verb(), order.target(), dates.locale());
        return text("mail.done." + order.verb().key(), dates.locale(), count, target);
    }

    /** The same of a job. */
    String done(MailAccount account, Folders folders, Job job, Locale locale) {
        if (job.verb().equals(RULE)) return text("triage.job.rule", locale, job.progress());
        var verb = Verb.of(job.verb()).orElse(Verb.READ);
        if (verb == Verb.SNOOZE) return text("triage.job.snoozed", locale, job.progress());
        var target = target(account, folders, verb, job.target(), locale);
        return text("mail.done." + verb.key(), locale, job.progress(), target);
    }

    private String target(
            MailAccount account, Folders folders, Verb verb, String target, Locale locale) {
        return switch (verb) {
            case MOVE -> name(folders.at(new MailboxPath(target)), locale);
            case LABEL, UNLABEL ->
                    java.util.Arrays.stream(target.split(","))
                            .map(keyword ->
                                    labels.find(account.id(), keyword)
                                            .map(Label::name)
                                            .orElse(keyword))
                            .collect(Collectors.joining(", "));
            default -> "";
        };
    }

    String name(Folder folder, Locale locale) {
        Role role = folder.role();
        return role == null ? folder.title() : text("folder." + role.key(), locale);
    }

    /** The first name of the label for important messages, in the account's language. */
    String important(MailAccount account) {
        @Nullable String language =
                directory.account(account.id()).map(a -> a.language()).orElse(null);
        var locale = language == null ? Locale.ENGLISH : Locale.forLanguageTag(language);
        return text("triage.important", locale);
    }
}
