package org.bocau.mailclient;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.ListInfo;
import org.eclipse.angus.mail.imap.protocol.Status;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Lists, makes, renames and removes folders. RFC 3501 §6.3, RFC 6154, RFC 5819. */
@Service
public class FolderStore {
    private static final String[] COUNTS = {"MESSAGES", "UNSEEN", "UIDNEXT"};
    private static final int MAX_NAME = 200;

    private final MailClient client;

    FolderStore(MailClient client) {
        this.client = client;
    }

    /** All folders with their counts, in the order they are shown. */
    public Folders list(MailAccount account) {
        return client.with(account, connection -> list(connection, true));
    }

    /**
     * The same without counts, which cost the server most: all are said to be empty. For pages that
     * name folders but do not show the list of them.
     */
    public Folders names(MailAccount account) {
        return client.with(account, connection -> list(connection, false));
    }

    /**
     * How a folder is now.
     *
     * @throws NoSuchMailException it has gone
     */
    public FolderState state(MailAccount account, Folder folder) {
        return client.with(
                account,
                connection -> {
                    var status = connection.status(folder.name(), COUNTS);
                    return new FolderState(
                            Math.max(0, status.uidnext),
                            Math.max(0, status.total),
                            Math.max(0, status.unseen));
                });
    }

    private static Folders list(ImapConnection connection, boolean counted)
            throws ProtocolException {
        var counts = new HashMap<String, Status>();
        var infos = new ArrayList<ListInfo>();
        boolean inOne = connection.hasCapability("LIST-STATUS");
        for (Response response : connection.run(command(inOne, counted), null)) {
            if (!(response instanceof IMAPResponse imap)) continue;
            if (imap.keyEquals("LIST")) {
                infos.add(new ListInfo(imap));
            } else if (imap.keyEquals("STATUS")) {
                var status = new Status(imap);
                counts.put(status.mbox, status);
            }
        }
        if (!inOne && counted) count(connection, infos, counts);
        return arrange(infos, counted ? counts : null, connection.sharedPrefixes());
    }

    /** A constant, so it may be written as text. RFC 5819: the counts come with the names. */
    private static String command(boolean inOne, boolean counted) {
        if (!inOne) return "LIST \"\" \"*\"";
        return "LIST \"\" \"*\" RETURN (SPECIAL-USE"
                + (counted ? " STATUS (MESSAGES UNSEEN UIDNEXT))" : ")");
    }

    private static void count(
            ImapConnection connection, List<ListInfo> infos, Map<String, Status> counts)
            throws ProtocolException {
        for (var info : infos) {
            if (!selectable(info)) continue;
            try {
                counts.put(info.name, connection.status(info.name, COUNTS));
            } catch (CommandFailedException _) {
                counts.remove(info.name); // deleted since it was listed: shown without counts
            }
        }
    }

    /**
     * @param counts null where nobody has asked for them
     * @param others what names begin with that are other users', RFC 2342
     */
    private static Folders arrange(
            List<ListInfo> infos, @Nullable Map<String, Status> counts, List<String> others) {
        var folders = new ArrayList<Folder>();
        var own = new ArrayList<ListInfo>();
        for (var info : infos) {
            var prefix = others.stream().filter(p -> within(info, p)).findFirst();
            if (prefix.isEmpty()) own.add(info);
            else if (info.name.length() > prefix.get().length())
                folders.add(shared(info, prefix.get(), counts));
        }
        var roles = roles(own);
        for (var info : own) {
            var status = counts == null ? null : counts.get(info.name);
            folders.add(folder(info, roles.get(info.name), status));
        }
        folders.sort(
                Comparator.comparing(Folder::role, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(Folder::shared)
                        .thenComparing(Folder::name, String.CASE_INSENSITIVE_ORDER));
        char separator = infos.isEmpty() ? '/' : infos.getFirst().separator;
        return new Folders(List.copyOf(folders), separator);
    }

    /**
     * Each role goes to one mailbox: the one the server marks, else the one that has the usual
     * name.
     */
    private static Map<String, Role> roles(List<ListInfo> infos) {
        var roles = new HashMap<String, Role>();
        var given = EnumSet.noneOf(Role.class);
        for (var info : infos) {
            var role =
                    info.name.equalsIgnoreCase("INBOX") ? Role.INBOX : Role.byAttribute(info.attrs);
            if (role != null && given.add(role)) roles.put(info.name, role);
        }
        for (var info : infos) {
            var role = Role.byName(info.name);
            if (role != null && !roles.containsKey(info.name) && given.add(role))
                roles.put(info.name, role);
        }
        return roles;
    }

    /** Below the prefix, or the level of hierarchy that it is. */
    private static boolean within(ListInfo info, String prefix) {
        return info.name.startsWith(prefix) || prefix.equals(info.name + info.separator);
    }

    /** The first level below the prefix is the owner's, RFC 2342 §5. */
    private static Folder shared(
            ListInfo info, String prefix, @Nullable Map<String, Status> counts) {
        var status = counts == null ? null : counts.get(info.name);
        char separator = info.separator;
        var below = info.name.substring(prefix.length());
        int end = below.indexOf(separator);
        return new Folder(
                MailboxPath.of(info.name, null),
                info.name,
                below.substring(below.lastIndexOf(separator) + 1),
                end < 0 ? below : below.substring(0, end),
                null,
                (int) below.chars().filter(c -> c == separator).count(),
                selectable(info) && (counts == null || status != null),
                status == null ? 0 : Math.max(0, status.total),
                status == null ? 0 : Math.max(0, status.unseen),
                status == null ? 0 : Math.max(0, status.uidnext));
    }

    private static Folder folder(ListInfo info, @Nullable Role role, @Nullable Status status) {
        var separator = info.separator;
        int cut = separator == 0 ? -1 : info.name.lastIndexOf(separator);
        int depth = (int) info.name.chars().filter(c -> separator != 0 && c == separator).count();
        return new Folder(
                MailboxPath.of(info.name, role),
                info.name,
                info.name.substring(cut + 1),
                null,
                role,
                role == null ? depth : 0,
                selectable(info),
                status == null ? 0 : Math.max(0, status.total),
                status == null ? 0 : Math.max(0, status.unseen),
                status == null ? 0 : Math.max(0, status.uidnext));
    }

    private static boolean selectable(ListInfo info) {
        return info.canOpen;
    }

    /**
     * Makes a folder, within {@code parent} if one is given, and returns where it is.
     *
     * @throws MailRefusedException the name is taken or not allowed
     */
    public MailboxPath create(MailAccount account, @Nullable Folder parent, String label) {
        char separator = names(account).separator();
        var name = parent == null ? label : parent.name() + separator + label;
        client.with(
                account,
                connection -> {
                    connection.create(name);
                    connection.subscribe(name);
                    return true;
                });
        return MailboxPath.of(name, null);
    }

    /** Gives a folder another last name; what is below it comes along (RFC 3501 §6.3.5). */
    public MailboxPath rename(MailAccount account, Folder folder, String label) {
        int cut = folder.name().lastIndexOf(folder.label());
        return renamed(account, folder, folder.name().substring(0, cut) + label);
    }

    /**
     * Puts a folder, with what is below it, into another.
     *
     * @param parent null: to the top
     * @throws MailRefusedException there is one of this name already, or it would be within itself
     */
    public MailboxPath move(MailAccount account, Folder folder, @Nullable Folder parent) {
        char separator = names(account).separator();
        var name = parent == null ? folder.label() : parent.name() + separator + folder.label();
        return name.equals(folder.name()) ? folder.path() : renamed(account, folder, name);
    }

    /** The names other mail programs are to show. RFC 3501 §6.3.9 */
    public Set<String> subscriptions(MailAccount account) {
        return client.with(
                account,
                connection -> {
                    var names = new HashSet<String>();
                    var subscribed = connection.lsub("", "*");
                    if (subscribed == null) return names;
                    for (var info : subscribed) names.add(info.name);
                    return names;
                });
    }

    /** Has other mail programs show a folder, or no longer. RFC 3501 §6.3.6 */
    public void subscribe(MailAccount account, Folder folder, boolean wanted) {
        client.with(
                account,
                connection -> {
                    if (wanted) connection.subscribe(folder.name());
                    else connection.unsubscribe(folder.name());
                    return true;
                });
    }

    /** Who was shown it goes on seeing it: a subscription is to a name (RFC 3501 §6.3.6). */
    private MailboxPath renamed(MailAccount account, Folder folder, String name) {
        client.with(
                account,
                connection -> {
                    var subscribed = connection.lsub("", folder.name());
                    connection.leave();
                    connection.rename(folder.name(), name);
                    if (subscribed != null && subscribed.length > 0) {
                        connection.unsubscribe(folder.name());
                        connection.subscribe(name);
                    }
                    return true;
                });
        return MailboxPath.of(name, null);
    }

    /** Deletes a folder with all that is in it: the caller has asked the user. */
    public void delete(MailAccount account, Folder folder) {
        client.with(
                account,
                connection -> {
                    connection.leave();
                    connection.delete(folder.name());
                    connection.unsubscribe(folder.name());
                    return true;
                });
    }

    /**
     * True for a name we would create: one level, no control or wildcard characters. The server may
     * still refuse it.
     */
    public static boolean isUsable(String label, char separator) {
        return !label.isBlank()
                && label.length() <= MAX_NAME
                && label.indexOf(separator) < 0
                && label.chars().noneMatch(c -> Character.isISOControl(c) || c == '*' || c == '%');
    }
}
