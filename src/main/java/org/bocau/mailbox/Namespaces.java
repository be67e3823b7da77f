package org.bocau.mailbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bocau.account.Account;
import org.bocau.account.AccountId;
import org.bocau.account.Directory;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Mailboxes as one account sees them: its own by their names, those of others as {@code
 * shared/owner's address/name} (RFC 2342 §5, other users' namespace) and by the rights it has
 * there. The only place that gets from a name to somebody else's mailbox.
 *
 * <p>What the account may not look up is answered as if it did not exist (RFC 4314 §6). The owner's
 * address has one spelling here, its canonical one, so that every mailbox has one name.
 */
@Component
public class Namespaces {
    /** What the names of other people's mailboxes begin with. */
    public static final String SHARED = MailboxName.SHARED + MailboxName.SEPARATOR;

    /** A local part has 64 octets, a domain 255; quoting may double the former. RFC 5321 §4.5.3. */
    private static final int LONGEST_ADDRESS = 400;

    private final Mailboxes mailboxes;
    private final AccessLists lists;
    private final Directory directory;

    Namespaces(Mailboxes mailboxes, AccessLists lists, Directory directory) {
        this.mailboxes = mailboxes;
        this.lists = lists;
        this.directory = directory;
    }

    /**
     * Where a name leads.
     *
     * @param sharer null for the account's own names
     * @param name what the owner calls it
     */
    private record Place(AccountId owner, @Nullable EmailAddress sharer, String name) {
        boolean own() {
            return sharer == null;
        }

        Access access(Mailbox mailbox, Rights rights) {
            return sharer == null
                    ? Access.owner(mailbox)
                    : new Access(seen(mailbox, sharer), rights, false);
        }

        /** What the account calls it. */
        String known() {
            return sharer == null ? name : seen(sharer, name);
        }

        boolean inbox() {
            return name.equals(MailboxName.INBOX);
        }
    }

    /**
     * The form a name is kept in, whosoever it is: NFC, and INBOX, also as the first level, in
     * upper case. RFC 3501 §5.1, RFC 9051 §5.1.
     */
    public static String canonical(String name) {
        return MailboxName.canonical(name);
    }

    /** The mailbox under the name others know it by. */
    private static Mailbox seen(Mailbox mailbox, EmailAddress owner) {
        return mailbox.sharedAs(seen(owner, mailbox.name()));
    }

    private static String seen(EmailAddress owner, String name) {
        return SHARED + owner + MailboxName.SEPARATOR + name;
    }

    /** Empty where the name is below {@code shared/} and not below somebody else's address. */
    private Optional<Place> place(Account user, String requested) {
        String name = MailboxName.canonical(requested);
        if (!name.startsWith(SHARED)) {
            return Optional.of(new Place(user.id(), null, name));
        }
        String rest = name.substring(SHARED.length());
        return owner(rest)
                .filter(owner -> !owner.id().equals(user.id()))
                .map(owner -> {
                    int address = owner.address().toString().length();
                    String below = MailboxName.canonical(rest.substring(address + 1));
                    return new Place(owner.id(), owner.address(), below);
                });
    }

    /** A slash may be part of an address; what stands before the right one is an address. */
    private Optional<Account> owner(String rest) {
        for (int slash = rest.indexOf(MailboxName.SEPARATOR);
                slash > 0 && slash <= LONGEST_ADDRESS;
                slash = rest.indexOf(MailboxName.SEPARATOR, slash + 1)) {
            String address = rest.substring(0, slash);
            if (isAddress(address)) {
                return directory
                        .accountByLogin(address)
                        .filter(owner -> owner.address().toString().equals(address));
            }
        }
        return Optional.empty();
    }

    private static boolean isAddress(String text) {
        try {
            return EmailAddress.parse(text).toString().equals(text);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /**
     * The mailbox of this name, if the account has any right there: it may be one that only allows
     * to insert.
     */
    public Optional<Access> find(Account user, String name) {
        return place(user, name).flatMap(place -> find(user, place));
    }

    private Optional<Access> find(Account user, Place place) {
        return mailboxes
                .find(place.owner(), place.name())
                .map(mailbox -> place.access(mailbox, lists.of(user, mailbox.id())))
                .filter(access -> !access.rights().isEmpty());
    }

    /**
     * What the account may do now in a mailbox that it has open.
     *
     * @throws StoreRefusal NO_SUCH_MAILBOX, it may no longer read there, or it is deleted
     */
    public Rights readable(Account user, MailboxId mailbox) {
        var rights = lists.of(user, mailbox);
        if (!rights.has(Right.READ)) {
            throw StoreRefusal.noSuchMailbox();
        }
        return rights;
    }

    /** All that may be looked up: the account's own, INBOX first, then those of others by name. */
    public List<Access> list(Account user) {
        var all = new ArrayList<Access>();
        mailboxes.list(user.id()).forEach(mailbox -> all.add(Access.owner(mailbox)));
        var shared = lists.sharedWith(user);
        if (shared.isEmpty()) {
            return all;
        }
        var owners = lists.owners(shared);
        var others = new ArrayList<Access>();
        for (var one : shared) {
            var owner = owners.get(one.mailbox().id().account());
            if (owner != null && one.rights().has(Right.LOOKUP)) {
                others.add(new Access(seen(one.mailbox(), owner), one.rights(), false));
            }
        }
        others.sort(Comparator.comparing(access -> access.mailbox().name()));
        all.addAll(others);
        return all;
    }

    /**
     * Makes a mailbox; of somebody else's below one where that is allowed.
     *
     * @throws StoreRefusal as {@link Mailboxes#create}; NO_PERMISSION
     */
    public Access create(Account user, String requested, @Nullable SpecialUse use) {
        String name =
                requested.endsWith("/")
                        ? requested.substring(0, requested.length() - 1)
                        : requested; // RFC 3501 §6.3.3
        var place = place(user, name).orElseThrow(StoreRefusal::noPermission);
        if (!place.own()) {
            requireNew(user, place);
            if (use != null) {
                throw new StoreRefusal(
                        StoreRefusal.Reason.CANNOT, "only the owner says what a mailbox is for");
            }
        }
        var made = mailboxes.create(place.owner(), place.name(), use);
        return place.access(made, lists.of(user, made.id()));
    }

    /**
     * RFC 4314 §4: a new name needs the right k on what will be above it, of the levels that are
     * there already. The answer is one and the same whether there is nobody of that address,
     * nothing above, or no right.
     */
    private void requireNew(Account user, Place place) {
        boolean hidden =
                mailboxes.find(place.owner(), place.name()).isPresent()
                        && find(user, place).filter(there -> there.may(Right.LOOKUP)).isEmpty();
        boolean allowed =
                MailboxName.superiors(place.name()).reversed().stream()
                        .flatMap(superior -> mailboxes.find(place.owner(), superior).stream())
                        .findFirst()
                        .filter(superior -> lists.of(user, superior.id()).has(Right.CREATE))
                        .isPresent();
        if (hidden || !allowed) {
            throw StoreRefusal.noPermission();
        }
    }

    /**
     * Deletes a mailbox, for which somebody else needs the right x.
     *
     * @throws StoreRefusal as {@link Mailboxes#delete}; NO_PERMISSION
     */
    public void delete(Account user, String name) {
        var place = placeOf(user, name);
        if (!place.own()) {
            find(user, place).orElseThrow(StoreRefusal::noSuchMailbox).require(Right.DELETE);
        }
        mailboxes.delete(place.owner(), place.name());
    }

    /**
     * Renames within one owner's mailboxes. Somebody else needs x on it and k on what it comes
     * below.
     *
     * @throws StoreRefusal as {@link Mailboxes#rename}; NO_PERMISSION; CANNOT, it would change its
     *     owner, or is another's INBOX
     */
    public void rename(Account user, String from, String to) {
        var source = placeOf(user, from);
        if (!source.own()) {
            find(user, source).orElseThrow(StoreRefusal::noSuchMailbox).require(Right.DELETE);
        } else if (mailboxes.find(user.id(), source.name()).isEmpty()) {
            throw StoreRefusal.noSuchMailbox();
        }
        var target = place(user, to).filter(place -> place.owner().equals(source.owner()));
        if (target.isEmpty() || (!source.own() && source.inbox())) {
            throw new StoreRefusal(
                    StoreRefusal.Reason.CANNOT, "a mailbox cannot be renamed out of its account");
        }
        if (!source.own()) {
            requireNew(user, target.get());
        }
        mailboxes.rename(source.owner(), source.name(), target.get().name());
    }

    private Place placeOf(Account user, String name) {
        return place(user, name).orElseThrow(StoreRefusal::noSuchMailbox);
    }

    /**
     * Own names need not exist (RFC 3501 §6.3.6); others' must be there to be looked up (RFC 4314
     * §4).
     *
     * @throws StoreRefusal NO_SUCH_MAILBOX, CANNOT, LIMIT
     */
    public void subscribe(Account user, String name) {
        var place = placeOf(user, name);
        if (place.own()) {
            mailboxes.subscribe(user.id(), name);
            return;
        }
        var access = find(user, place).orElseThrow(StoreRefusal::noSuchMailbox);
        mailboxes.subscribeToShared(user.id(), access.require(Right.LOOKUP).mailbox().name());
    }

    public void unsubscribe(Account user, String name) {
        String known = place(user, name).map(Place::known).orElse(name);
        mailboxes.unsubscribe(user.id(), known);
    }
}
