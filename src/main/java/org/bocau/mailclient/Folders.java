package org.bocau.mailclient;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All folders of an account, those with a role first.
 *
 * @param separator the hierarchy delimiter, RFC 3501 §5.1.1
 */
public record Folders(List<Folder> all, char separator) {
    /** Stands between the words of {@link #known}. */
    public static final String BETWEEN = "_";

    /**
     * @throws NoSuchMailException none has this path
     */
    public Folder at(MailboxPath path) {
        return find(path).orElseThrow(() -> new NoSuchMailException("no mailbox " + path));
    }

    private Optional<Folder> find(MailboxPath path) {
        var name = path.name();
        return all.stream()
                .filter(Folder::selectable)
                .filter(f -> f.path().equals(path) || f.name().equals(name))
                .findFirst();
    }

    public @Nullable Folder with(Role role) {
        return all.stream().filter(f -> f.is(role)).findFirst().orElse(null);
    }

    /**
     * @throws NoSuchMailException the account has no such folder
     */
    public Folder require(Role role) {
        var folder = with(role);
        if (folder == null) throw new NoSuchMailException("no mailbox for " + role);
        return folder;
    }

    public List<Folder> withRole() {
        return all.stream().filter(f -> f.role() != null).toList();
    }

    public List<Folder> own() {
        return all.stream().filter(Folder::own).toList();
    }

    /** Those of others, each owner before what is shared. */
    public List<Folder> shared() {
        return all.stream().filter(Folder::shared).toList();
    }

    public List<Folder> selectable() {
        return all.stream().filter(Folder::selectable).toList();
    }

    public long inboxUnseen() {
        var inbox = with(Role.INBOX);
        return inbox == null ? 0 : inbox.unseen();
    }

    /**
     * How a page that shows this folder finds it, the inbox and Sent, for the page to hand back
     * when it asks what has changed.
     *
     * @param shown null where the page shows none
     */
    public String known(@Nullable Folder shown) {
        var inbox = with(Role.INBOX);
        if (inbox == null) return "";
        var sent = with(Role.SENT);
        var own = shown == null ? inbox : at(shown.path());
        return own.state() + BETWEEN + inbox.state() + (sent == null ? "" : BETWEEN + sent.state());
    }
}
