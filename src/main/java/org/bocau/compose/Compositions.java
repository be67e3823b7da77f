package org.bocau.compose;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.bocau.contacts.Contacts;
import org.bocau.contacts.Recipient;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.preferences.Identities;
import org.bocau.preferences.Identity;
import org.bocau.reading.DraftSource;
import org.bocau.webmail.MessageActions;
import org.bocau.webmail.MessageFlag;
import org.bocau.webmail.SendRefusedException;
import org.bocau.webmail.WebmailProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/** What happens to a message between the first key and its sending. */
@Service
class Compositions {
    private static final Logger log = LoggerFactory.getLogger(Compositions.class);

    /** What a click at the last moment needs to arrive. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final MessageActions actions;
    private final Outbox outbox;
    private final HeldSends held;
    private final FolderStore store;
    private final Contacts contacts;
    private final Identities identities;
    private final Uploads uploads;
    private final MessageSource messages;
    private final RefusalWords refusals;
    private final WebmailProperties limits;
    private final Clock clock;

    Compositions(
            MessageActions actions,
            Outbox outbox,
            HeldSends held,
            FolderStore store,
            Contacts contacts,
            Identities identities,
            Uploads uploads,
            MessageSource messages,
            RefusalWords refusals,
            WebmailProperties limits,
            Clock clock) {
        this.actions = actions;
        this.outbox = outbox;
        this.held = held;
        this.store = store;
        this.contacts = contacts;
        this.identities = identities;
        this.uploads = uploads;
        this.messages = messages;
        this.refusals = refusals;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * What came of sending.
     *
     * @param problems why it was not sent, in words; empty when it was handed over
     * @param held number of the message that can still be taken back; null when it has gone
     * @param window how long it can
     */
    record Outcome(List<String> problems, @Nullable Long held, Duration window) {
        boolean sent() {
            return problems.isEmpty();
        }
    }

    /** Saves the draft and returns its UID now. */
    @Nullable Long save(MailAccount account, Folders folders, ComposeForm form) {
        var composition = composition(account, form);
        var source = DraftSource.parse(form.source());
        return outbox.save(composition, folders.require(Role.DRAFTS), form.draft(), source);
    }

    private Composition composition(MailAccount account, ComposeForm form) {
        return Composition.of(
                account,
                author(account, form.from()),
                form,
                uploads.find(account.id(), form.files()));
    }

    /** The one with this address, or the usual one. */
    private Identity author(MailAccount account, String address) {
        var all = identities.of(account.id());
        return all.stream()
                .filter(one -> one.address().equalsIgnoreCase(address))
                .findFirst()
                .orElse(all.getFirst());
    }

    /** Throws the message away, with its draft and its files. */
    void discard(MailAccount account, Folders folders, ComposeForm form) {
        if (form.draft() != null)
            outbox.discard(account, folders.require(Role.DRAFTS), form.draft());
        uploads.remove(account.id(), form.files());
    }

    /**
     * Sends the message, unless something is wrong with it.
     *
     * @param at when it is to go out; null after the time for second thoughts
     * @param window the time for second thoughts
     */
    Outcome send(
            MailAccount account,
            Folders folders,
            ComposeForm form,
            @Nullable Instant at,
            Duration window,
            Locale locale) {
        var composition = composition(account, form);
        var problems = problems(form, composition, locale);
        if (at != null) problems.addAll(problemsOfTime(account, at, locale));
        if (!problems.isEmpty()) return new Outcome(problems, null, window);
        try {
            var id = hand(composition, folders, form, at, window);
            return new Outcome(List.of(), id, window);
        } catch (SendRefusedException refused) {
            log.info("{}: message refused: {}", account.address(), refused.getMessage());
            var all = new ArrayList<>(List.of(text("mail.problem.refused", locale)));
            all.addAll(refusals.sending(refused, locale));
            return new Outcome(all, null, window);
        }
    }

    private List<String> problemsOfTime(MailAccount account, Instant at, Locale locale) {
        var longest = outbox.longestHold(account);
        var wrong = SendTimes.problem(at, clock.instant(), longest);
        return wrong == null ? List.of() : List.of(text(wrong, locale, longest.toDays()));
    }

    private @Nullable Long hand(
            Composition composition,
            Folders folders,
            ComposeForm form,
            @Nullable Instant at,
            Duration window) {
        var account = composition.account();
        var until = secondThoughts(clock.instant(), window);
        var release =
                new Outbox.Release(
                        at == null ? until : at, UUID.randomUUID().toString(), at != null);
        var copies = at == null ? folders.require(Role.SENT) : scheduled(account, folders);
        var handed = outbox.send(composition, release, copies, () -> remember(composition));
        tidy(account, folders, form, handed);
        if (!handed.held() || release.at() == null) return null;
        return held.add(
                new HeldSend(
                        account.id(),
                        0,
                        release.envid(),
                        release.chosen(),
                        copies.name(),
                        handed.uid(),
                        release.at(),
                        form.source(),
                        ""));
    }

    /** Until when a message waits that is sent now; null when it does not wait. */
    static @Nullable Instant secondThoughts(Instant now, Duration window) {
        return window.isZero() ? null : now.plus(window).plus(GRACE);
    }

    /** The folder of messages whose time will come; made when it is first needed. */
    private Folder scheduled(MailAccount account, Folders folders) {
        var folder = folders.with(Role.SCHEDULED);
        if (folder != null) return folder;
        store.create(account, null, Role.SCHEDULED.usualName());
        return store.names(account).require(Role.SCHEDULED);
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
        if (composition.octets() > limits.maxMessageSize().toBytes()) {
            problems.add(
                    text("mail.problem.too-large", locale, limits.maxMessageSize().toMegabytes()));
        }
        return problems;
    }

    /** It has been handed over: nothing that fails from here on may look as if it had not. */
    private void tidy(
            MailAccount account, Folders folders, ComposeForm form, Outbox.Handed handed) {
        uploads.remove(account.id(), form.files());
        try {
            if (form.draft() != null && handed.uid() > 0) {
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

    /** Whom somebody writes to is offered the next time. */
    private void remember(Composition composition) {
        var recipients =
                composition.recipients().stream()
                        .map(to ->
                                new Recipient(
                                        Objects.requireNonNullElse(to.getPersonal(), ""),
                                        to.getAddress()))
                        .toList();
        try {
            contacts.used(composition.account().id(), recipients);
        } catch (DataAccessException | TransactionException failure) {
            log.warn("{}: recipients not remembered", composition.account().address(), failure);
        }
    }

    private String text(String key, Locale locale, Object... values) {
        return messages.getMessage(key, values, locale);
    }
}
