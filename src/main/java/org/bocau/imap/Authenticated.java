package org.bocau.imap;

import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.bocau.account.Account;
import org.bocau.account.AccountId;
import org.bocau.mailbox.Access;
import org.bocau.mailbox.ChangeFeed;
import org.bocau.mailbox.MailStore;
import org.bocau.mailbox.Mailbox;
import org.bocau.mailbox.Mailboxes;
import org.bocau.mailbox.Namespaces;
import org.bocau.mailbox.Right;
import org.bocau.mailbox.Snapshot;
import org.bocau.security.LoginResult;
import org.jspecify.annotations.Nullable;

/** Who is logged in on a session, and what is selected. Owned by the session's thread. */
final class Authenticated {
    private final ImapSession session;
    private final LoginResult.Accepted login;
    private final Account account;
    private final Set<Capability> masked;
    private final Hints hints = new Hints();
    private final ChangeFeed.Subscription subscription;
    private final Map<AccountId, ChangeFeed.Subscription> following = new HashMap<>();
    private final Set<Extension> enabled = EnumSet.noneOf(Extension.class);
    private final Annotations annotations;
    private final Notifications notifications;
    private @Nullable Selected selected;
    private Instant checked;
    private boolean unlimited;

    Authenticated(ImapSession session, LoginResult.Accepted login, Set<Capability> masked) {
        this.session = session;
        this.login = login;
        this.account = login.account();
        this.masked = masked;
        this.checked = session.now();
        this.unlimited = account.quotaOctets() == 0;
        this.annotations = new Annotations(this);
        this.notifications = new Notifications(this);
        this.subscription = session.store().feed().subscribe(account.id(), hints);
    }

    Account account() {
        return account;
    }

    /** What this user's mail programs get wrong, and so are not offered. */
    Set<Capability> masked() {
        return masked;
    }

    ImapSession session() {
        return session;
    }

    Hints hints() {
        return hints;
    }

    Annotations annotations() {
        return annotations;
    }

    Notifications notifications() {
        return notifications;
    }

    Mailboxes mailboxes() {
        return session.store().mailboxes();
    }

    MailStore store() {
        return session.store().messages();
    }

    /** The one way from a name to a mailbox, whosoever it is. */
    Namespaces namespaces() {
        return session.store().namespaces();
    }

    /**
     * A mailbox in which the user has some right; the command asks for the one it needs.
     *
     * @throws ImapRefusal {@code NO [NONEXISTENT]}, also for a name that only holds inferiors
     */
    Access access(String name) {
        return namespaces()
                .find(account, name)
                .filter(found -> found.mailbox().selectable())
                .orElseThrow(ImapRefusal::noSuchMailbox);
    }

    /**
     * A mailbox the user may read.
     *
     * @throws ImapRefusal {@code NO [NONEXISTENT]}
     * @throws org.bocau.mailbox.StoreRefusal NO_PERMISSION: {@code NO [NOPERM]}
     */
    Mailbox mailbox(String name) {
        return access(name).require(Right.READ).mailbox();
    }

    /**
     * The mailbox a message is to go into.
     *
     * @throws ImapRefusal {@code NO [TRYCREATE]}. RFC 3501 §6.3.11, §6.4.7
     * @throws org.bocau.mailbox.StoreRefusal NO_PERMISSION: {@code NO [NOPERM]}
     */
    Access target(String name) {
        return namespaces()
                .find(account, name)
                .filter(found -> found.mailbox().selectable())
                .filter(found -> found.may(Right.INSERT) || found.may(Right.LOOKUP))
                .orElseThrow(ImapRefusal::tryCreate)
                .require(Right.INSERT);
    }

    /**
     * The limit of whoever owns a mailbox, as it is now and not as it was at login. 0 for none:
     * that the user himself has none is believed until the next look at the account.
     */
    long quotaOctets(AccountId owner) {
        if (unlimited && owner.equals(account.id())) {
            return 0;
        }
        return session.access()
                .directory()
                .account(owner)
                .map(Account::quotaOctets)
                .orElse(account.quotaOctets());
    }

    /** As {@code Logins.stillHolds}; asks now and then. */
    boolean stillAllowed() {
        if (session.now().isBefore(checked.plus(session.properties().recheck()))) {
            return true;
        }
        checked = session.now();
        var now = session.access().directory().account(account.id()).orElse(null);
        unlimited = now != null && now.quotaOctets() == 0;
        return session.access().logins().stillHolds(login);
    }

    /** The client understands it, so replies may use it. RFC 5161 §1. */
    boolean enabled(Extension extension) {
        return enabled.contains(extension);
    }

    /** From now on, to the end of the session. With all that it implies. */
    void enable(Extension extension) {
        enabled.addAll(extension.all());
        if (extension == Extension.METADATA) {
            annotations.begin();
        }
        session.utf8(utf8());
    }

    /** Strings and mailbox names may be UTF-8. RFC 6855 §3, RFC 9051 §5.1. */
    boolean utf8() {
        return enabled(Extension.UTF8_ACCEPT) || rev2();
    }

    /** RFC 9051 instead of RFC 3501. */
    boolean rev2() {
        return enabled(Extension.IMAP4REV2);
    }

    /**
     * @throws ImapRefusal BAD, the client has not said that it understands it
     */
    void requireEnabled(Extension extension) {
        if (!enabled(extension)) {
            throw ImapRefusal.bad("ENABLE " + extension.text() + " first");
        }
    }

    /**
     * A CONDSTORE enabling command runs: MODSEQ from now on. The first one is told how far the
     * selected mailbox is. RFC 7162 §3.1.
     */
    void knowsModseq(ImapWriter out) throws IOException {
        if (!enabled(Extension.CONDSTORE)) {
            enable(Extension.CONDSTORE);
            if (selected != null) {
                selected.tellHighestModseq(out);
            }
        }
    }

    @Nullable Selected selected() {
        return selected;
    }

    /** Reads the mailbox whole and makes it the selected one. */
    Selected select(Access mailbox, boolean examine) {
        hints.watch(mailbox.id());
        if (!mailbox.own()) {
            follow(mailbox.id().account());
        }
        boolean readOnly = examine || !mailbox.rights().changeable();
        Snapshot snapshot = store().open(mailbox.mailbox(), !readOnly && !rev2());
        selected = new Selected(this, snapshot, mailbox.rights(), examine);
        return selected;
    }

    /** Changes of somebody else's mailboxes are hinted, too, to the end of the session. */
    void follow(AccountId owner) {
        following.computeIfAbsent(owner, sharer -> session.store().feed().follow(sharer, hints));
    }

    void unselect() {
        hints.watch(null);
        selected = null;
    }

    /** Writes the alerts that came for this user. */
    void tellAlerts(ImapWriter out) throws IOException {
        for (String text = hints.takeAlert(); text != null; text = hints.takeAlert()) {
            out.alert(text);
        }
    }

    /** The session is over. */
    void leave() {
        unselect();
        following.values().forEach(ChangeFeed.Subscription::close);
        subscription.close();
    }
}
