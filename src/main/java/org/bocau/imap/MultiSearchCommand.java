package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bocau.mailbox.Access;
import org.bocau.mailbox.Relevancy;
import org.bocau.mailbox.Right;
import org.bocau.mailbox.SearchKey;
import org.bocau.mailbox.UidSet;
import org.jspecify.annotations.Nullable;

/**
 * ESEARCH: a search in several mailboxes, selected or not. RFC 7377. Each mailbox with a match is
 * one response; what the user may not read is passed over.
 */
record MultiSearchCommand(List<MailboxFilter> sources, ReturnOptions returns, SearchTerm term)
        implements ImapCommand.AfterLogin {
    /** {@code "ESEARCH" [SP esearch-source-opts] [SP search-return-opts] SP search-program}. */
    static MultiSearchCommand parse(ImapReader in) throws IOException {
        var sources = List.of(MailboxFilter.SELECTED);
        if (in.sp().takeIf("IN (")) {
            sources = sources(in);
            in.sp();
        }
        var returns = ReturnOptions.parse(in);
        if (returns.saves() && !onlySelected(sources)) {
            throw ImapRefusal.bad("SAVE is for the selected mailbox alone"); // RFC 7377 §2.2
        }
        var keys = new SearchParser(in);
        var term = keys.program();
        keys.allowRelevancy(returns.scored());
        return new MultiSearchCommand(sources, returns.orAll(), term);
    }

    private static List<MailboxFilter> sources(ImapReader in) throws IOException {
        var sources = new ArrayList<MailboxFilter>();
        do {
            sources.add(
                    MailboxFilter.parse(
                            in,
                            MailboxFilter.OF_ESEARCH,
                            () -> ImapRefusal.bad("too many mailboxes")));
        } while (in.takeIf(" "));
        in.expect(')');
        return List.copyOf(sources);
    }

    private static boolean onlySelected(List<MailboxFilter> sources) {
        return sources.stream().allMatch(MailboxFilter::selected);
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        boolean modseq = term.asksModseq();
        if (modseq) {
            user.knowsModseq(out);
        }
        if (onlySelected(sources)) {
            inSelected(user, modseq, out);
        } else {
            for (Question question : questions(user)) {
                answer(user, question, modseq, out);
            }
        }
        return Completion.ok("ESEARCH completed");
    }

    private void inSelected(Authenticated user, boolean modseq, ImapWriter out) throws IOException {
        var mailbox = user.selected();
        if (mailbox == null) {
            throw ImapRefusal.bad("no mailbox selected");
        }
        mailbox.sync(out);
        long[] found = mailbox.search(term);
        if (returns.saves()) {
            mailbox.saveResult(UidSet.of(returns.told(found)));
        }
        var relevancy = returns.scored() ? mailbox.relevancy(term, found) : Relevancy.NONE;
        for (Access access : mailboxes(user)) {
            write(user, new Found(access, mailbox.table(), found, relevancy), modseq, out);
        }
    }

    /** What there is to tell of one mailbox. */
    private record Found(Access access, MessageTable table, long[] uids, Relevancy relevancy) {}

    /** What is asked of one mailbox. */
    private record Question(Access access, MessageTable table, SearchKey key) {}

    /** All of them before the first is answered: numbers that make no sense are BAD. */
    private List<Question> questions(Authenticated user) {
        var questions = new ArrayList<Question>();
        term.in(new Elsewhere(null)); // also when no mailbox is meant
        for (Access access : mailboxes(user)) {
            var table = new MessageTable(user.store().messages(access.id()), Long.MAX_VALUE);
            questions.add(new Question(access, table, term.in(new Elsewhere(table))));
        }
        return questions;
    }

    private List<Access> mailboxes(Authenticated user) {
        var subscribed =
                sources.stream().anyMatch(one -> one.kind() == MailboxFilter.Kind.SUBSCRIBED)
                        ? user.mailboxes().subscriptions(user.account().id())
                        : Set.<String>of();
        return user.namespaces().list(user.account()).stream()
                .filter(access -> access.mailbox().selectable() && access.may(Right.READ))
                .filter(access -> meant(access, user.selected(), subscribed))
                .toList();
    }

    private boolean meant(Access access, @Nullable Selected selected, Set<String> subscribed) {
        boolean current = selected != null && selected.id().equals(access.id());
        return sources.stream()
                .anyMatch(one ->
                        one.selected()
                                ? current
                                : one.matches(access.mailbox().name(), access.own(), subscribed));
    }

    private void answer(Authenticated user, Question question, boolean modseq, ImapWriter out)
            throws IOException {
        write(user, user.session().patiently(() -> found(user, question)), modseq, out);
    }

    private Found found(Authenticated user, Question question) {
        var mailbox = question.access().id();
        var messages = question.table().messages();
        long[] uids = user.store().search(mailbox, messages, question.key());
        var relevancy =
                returns.scored()
                        ? user.store().relevancy(mailbox, messages, question.key(), uids)
                        : Relevancy.NONE;
        return new Found(question.access(), question.table(), uids, relevancy);
    }

    /** {@code * ESEARCH (TAG "a" MAILBOX x UIDVALIDITY 1) UID ALL 1:3}. RFC 7377 §2.1. */
    private void write(Authenticated user, Found found, boolean modseq, ImapWriter out)
            throws IOException {
        if (found.uids().length == 0 || returns.onlySaves()) {
            return;
        }
        var mailbox = found.access().mailbox();
        out.raw("* ESEARCH (TAG ").string(user.session().tag());
        out.raw(" MAILBOX ").mailbox(mailbox.name());
        out.raw(" UIDVALIDITY ").number(mailbox.uidValidity()).raw(") UID");
        returns.write(found.uids(), out);
        returns.scores(found.uids(), found.relevancy(), out);
        long[] told = returns.told(found.uids());
        if (modseq && told.length > 0) {
            out.raw(" MODSEQ ").number(found.table().highestModseq(told));
        }
        out.crlf();
    }

    /** A mailbox that is not selected has no sequence numbers and nothing \Recent. */
    private record Elsewhere(@Nullable MessageTable table) implements SearchScope {
        @Override
        public UidSet matching(MessageSet messages) {
            if (messages.numbering() != Numbering.UID || messages.set().saved()) {
                throw ImapRefusal.bad("message numbers are for the selected mailbox alone");
            }
            return table == null ? UidSet.NONE : table.matching(messages);
        }

        @Override
        public UidSet recent() {
            return UidSet.NONE;
        }
    }
}
