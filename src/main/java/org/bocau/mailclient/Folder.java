package org.bocau.mailclient;

import org.jspecify.annotations.Nullable;

/**
 * A mailbox in the folder list.
 *
 * @param name its whole IMAP name, decoded
 * @param label the last part of the name; folders with a role are named by the interface instead
 * @param owner who shares it: what stands before its name in the server's namespace of other users;
 *     null for the user's own
 * @param depth how far it is indented, 0 at the top
 * @param selectable false for a name that only holds others, and where reading is not allowed
 * @param uidNext what the next message will have; 0 where counts were not asked for
 */
public record Folder(
        MailboxPath path,
        String name,
        String label,
        @Nullable String owner,
        @Nullable Role role,
        int depth,
        boolean selectable,
        long total,
        long unseen,
        long uidNext) {
    /** What is known of it; of folders without counts nothing is. */
    public FolderState state() {
        return new FolderState(uidNext, total, unseen);
    }

    public boolean is(Role wanted) {
        return role == wanted;
    }

    /** Whom a row names: recipients where the reader is the author. */
    public boolean outgoing() {
        return role == Role.SENT || role == Role.DRAFTS || role == Role.SCHEDULED;
    }

    /** Folders the user made may be renamed and deleted; the others are ours. */
    public boolean own() {
        return role == null && owner == null;
    }

    /** Somebody else's. */
    public boolean shared() {
        return owner != null;
    }

    /** Somebody else's inbox: it has no role here, or mail would be filed there. */
    public boolean sharedInbox() {
        return shared() && label.equalsIgnoreCase("INBOX");
    }

    /** Its name where it stands alone. */
    public String title() {
        return owner == null || label.equals(owner) ? label : label + " \u00b7 " + owner;
    }

    public String icon() {
        if (sharedInbox()) return Role.INBOX.icon();
        return role == null ? "folder" : role.icon();
    }

    /** What the badge counts: unread mail, and all of it among the drafts. */
    public long badge() {
        if (role == Role.DRAFTS || role == Role.SCHEDULED) return total;
        return role == Role.SENT || role == Role.TRASH ? 0 : unseen;
    }
}
