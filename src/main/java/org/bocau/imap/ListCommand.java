package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bocau.mailbox.Mailbox;
import org.bocau.mailbox.Right;
import org.jspecify.annotations.Nullable;

/**
 * LIST: the names that match. RFC 3501 §6.3.8; options are RFC 5258, among them STATUS, which is
 * RFC 5819, MYRIGHTS, which is RFC 8440, and METADATA, which is RFC 9590. The attributes of RFC
 * 3348 and RFC 6154 are always given (quirk 8: Outlook reads them from a plain LIST).
 */
record ListCommand(
        Set<ListOption> select,
        String reference,
        List<String> patterns,
        Set<ListOption> returns,
        List<StatusItem> status,
        List<String> metadata)
        implements ImapCommand.AfterLogin {
    private static final int MOST_PATTERNS = 20;

    /**
     * {@code * LIST (…) "/" name}, and how the client wrote it where that is something else. RFC
     * 9051 §6.3.2, §6.3.9.7.
     */
    static void tellName(Mailbox mailbox, String asWritten, ImapWriter out) throws IOException {
        var use = mailbox.specialUse();
        out.raw("* LIST (").raw(use == null ? "" : use.text()).raw(") \"/\" ");
        out.mailbox(mailbox.name());
        if (!asWritten.equals(mailbox.name())) {
            out.raw(" (\"OLDNAME\" (").mailbox(asWritten).raw("))");
        }
        out.crlf();
    }

    static ListCommand parse(ImapReader in) throws IOException {
        Set<ListOption> select = EnumSet.noneOf(ListOption.class);
        if (in.sp().peek() == '(') {
            select = ListOption.parseSelection(in);
            in.sp();
        }
        String reference = in.listMailbox();
        List<String> patterns = patterns(in.sp());
        Set<ListOption> returns = EnumSet.noneOf(ListOption.class);
        List<StatusItem> status = List.of();
        List<String> metadata = List.of();
        if (in.takeIf(" RETURN (")) {
            while (!in.takeIf(")")) {
                if (!returns.isEmpty()) {
                    in.sp();
                }
                ListOption option = ListOption.parseReturn(in);
                if (option == ListOption.STATUS) {
                    status = StatusItem.parseList(in.sp());
                } else if (option == ListOption.METADATA) {
                    metadata = EntryName.parseList(in.sp());
                }
                returns.add(option);
            }
        }
        return new ListCommand(select, reference, patterns, returns, status, metadata);
    }

    private static List<String> patterns(ImapReader in) throws IOException {
        if (!in.takeIf("(")) {
            return List.of(in.listMailbox());
        }
        var patterns = new ArrayList<String>();
        do {
            if (patterns.size() == MOST_PATTERNS) {
                throw ImapRefusal.bad("too many patterns");
            }
            patterns.add(in.listMailbox());
        } while (in.takeIf(" "));
        in.expect(')');
        return patterns;
    }

    @Override
    public Completion run(Authenticated user, ImapWriter out) throws IOException {
        if (select.isEmpty() && patterns.equals(List.of(""))) {
            out.untagged("LIST (\\Noselect) \"/\" \"\""); // the delimiter, and the reference's root
            return Completion.ok("LIST completed");
        }
        if (status.contains(StatusItem.HIGHESTMODSEQ)) {
            user.knowsModseq(out);
        }
        var wanted =
                patterns.stream().map(pattern -> new ListPattern(reference + pattern)).toList();
        var tree = new MailboxTree(user.namespaces().list(user.account()));
        boolean needsSubscriptions =
                select.contains(ListOption.SUBSCRIBED) || returns.contains(ListOption.SUBSCRIBED);
        Set<String> subscribed =
                needsSubscriptions ? user.mailboxes().subscriptions(user.account().id()) : Set.of();
        var annotated = metadata.isEmpty() ? null : user.annotations().ofMailboxes(metadata);
        var selection =
                new ListSelection(
                        select,
                        name -> wanted.stream().anyMatch(pattern -> pattern.matches(name)),
                        tree,
                        subscribed);
        for (String name : selection.told()) {
            write(name, selection, tree, subscribed, annotated, user, out);
        }
        return Completion.ok("LIST completed");
    }

    private void write(
            String name,
            ListSelection selection,
            MailboxTree tree,
            Set<String> subscribed,
            Annotations.@Nullable OfMailboxes annotated,
            Authenticated user,
            ImapWriter out)
            throws IOException {
        var attributes = tree.attributesOf(name);
        if (subscribed.contains(name)) {
            attributes.add("\\Subscribed");
        }
        out.raw("* LIST (").raw(String.join(" ", attributes)).raw(") \"/\" ").mailbox(name);
        out.raw(selection.childInfo(name)).crlf();
        var access = tree.access(name);
        if (access != null && annotated != null) {
            annotated.write(access, out);
        }
        if (access == null || !access.mailbox().selectable()) {
            return;
        }
        if (returns.contains(ListOption.MYRIGHTS)) {
            MyRightsCommand.write(access, out); // RFC 8440
        }
        if (!status.isEmpty() && access.may(Right.READ)) {
            StatusItem.write(access.mailbox(), status, user.store(), out);
        }
    }
}
