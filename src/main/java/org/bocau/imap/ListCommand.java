package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bocau.mailbox.Access;
import org.bocau.mailbox.Mailbox;
import org.bocau.mailbox.Right;
import org.jspecify.annotations.Nullable;

/**
 * LIST: the names that match. RFC 3501 §6.3.8; options are RFC 5258, among them STATUS, which is
 * RFC 5819, MYRIGHTS, which is RFC 8440, and METADATA, which is RFC 9590. The attributes of RFC
 * 3348 and RFC 6154 are always given (quirk 8: Outlook reads them from a plain LIST).
 *
 * @param extended in one of the three ways of RFC 5258 §1: the empty pattern means nothing then
 */
record ListCommand(
        boolean extended,
        Set<ListOption> select,
        String reference,
        List<String> patterns,
        Set<ListOption> returns,
        List<StatusItem> status,
        List<String> metadata)
        implements ImapCommand.AfterLogin {
    private static final int MOST_PATTERNS = 20;

    /**
     * The client wrote a name in another form than the one it has here; told to who speaks
     * IMAP4rev2, where there is a word for it. RFC 9051 §6.3.9.7.
     */
    static void tellNormalised(
            Authenticated user, String attribute, String asWritten, String name, ImapWriter out)
            throws IOException {
        if (user.rev2() && !asWritten.equals(name)) {
            tell(List.of(attribute), name, asWritten, out);
        }
    }

    /**
     * {@code * LIST (…) "/" name}, and how the client wrote it where that is something else. RFC
     * 9051 §6.3.2, §6.3.9.7.
     */
    static void tellName(Mailbox mailbox, String asWritten, ImapWriter out) throws IOException {
        var use = mailbox.specialUse();
        String oldName = asWritten.equals(mailbox.name()) ? null : asWritten;
        tell(use == null ? List.of() : List.of(use.text()), mailbox.name(), oldName, out);
    }

    /**
     * {@code * LIST (…) "/" name ("OLDNAME" (…))}.
     *
     * @param oldName null where the client knows the name
     */
    static void tell(List<String> attributes, String name, @Nullable String oldName, ImapWriter out)
            throws IOException {
        begin("LIST", attributes, name, out);
        if (oldName != null) {
            out.raw(" (\"OLDNAME\" (").mailbox(oldName).raw("))");
        }
        out.crlf();
    }

    /** {@code * LIST (…) "/" name}, or LSUB, and no line end. */
    static void begin(String response, List<String> attributes, String name, ImapWriter out)
            throws IOException {
        out.raw("* ").raw(response).raw(" (").raw(String.join(" ", attributes));
        out.raw(") \"/\" ").mailbox(name);
    }

    static ListCommand parse(ImapReader in) throws IOException {
        Set<ListOption> select = EnumSet.noneOf(ListOption.class);
        boolean extended = in.sp().peek() == '(';
        if (extended) {
            select = ListOption.parseSelection(in);
            in.sp();
        }
        String reference = in.listMailbox();
        extended |= in.sp().peek() == '(';
        List<String> patterns = patterns(in);
        Set<ListOption> returns = EnumSet.noneOf(ListOption.class);
        List<StatusItem> status = List.of();
        List<String> metadata = List.of();
        if (in.takeIf(" RETURN (")) {
            extended = true;
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
        return new ListCommand(extended, select, reference, patterns, returns, status, metadata);
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
        if (!extended && patterns.equals(List.of(""))) {
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
        var access = tree.access(name);
        if (access != null && !status.isEmpty() && hidden(access)) {
            attributes.add("\\Noselect"); // RFC 5819 §2: why no STATUS follows
        }
        begin("LIST", attributes, name, out);
        out.raw(selection.childInfo(name)).crlf();
        if (access != null && annotated != null) {
            annotated.write(access, out);
        }
        if (access == null || !access.mailbox().selectable()) {
            return;
        }
        if (returns.contains(ListOption.MYRIGHTS)) {
            MyRightsCommand.write(access, out); // RFC 8440
        }
        if (!status.isEmpty() && !hidden(access)) {
            StatusItem.write(access.mailbox(), status, user.store(), out);
        }
    }

    /** The user may see that it is there, and not what is in it. */
    private static boolean hidden(Access access) {
        return access.mailbox().selectable() && !access.may(Right.READ);
    }
}
