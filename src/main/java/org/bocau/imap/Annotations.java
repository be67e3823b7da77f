package org.bocau.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bocau.account.AccountId;
import org.bocau.mailbox.Access;
import org.bocau.mailbox.MailboxId;
import org.bocau.mailbox.Metadata;
import org.bocau.mailbox.Metadata.Change;
import org.bocau.mailbox.Metadata.Entry;
import org.bocau.mailbox.Right;
import org.bocau.mailbox.Rights;
import org.jspecify.annotations.Nullable;

/**
 * Annotations as one session sees them: those that are stored, those that the server makes up, and
 * which changes it has been told. RFC 5464. Owned by the session's thread.
 */
final class Annotations {
    /** Tied to the attribute of LIST. RFC 6154 §4. */
    static final String SPECIAL_USE = "/private/specialuse";

    /** Where to complain: every domain's postmaster is read by somebody. RFC 5464 §6.2.1. */
    static final String ADMIN = "/shared/admin";

    private final Authenticated user;
    private final Metadata metadata;
    private final Set<Long> own = new HashSet<>(); // changes that this session made itself
    private final Map<AccountId, Long> told = new HashMap<>(); // numbers, by owner

    Annotations(Authenticated user) {
        this.user = user;
        this.metadata = user.session().store().metadata();
    }

    /** Any of these beside l, on mailboxes of others. RFC 5464 §3.3. */
    private static final Rights SEES =
            Rights.of(Right.READ, Right.SEEN, Right.WRITE, Right.INSERT, Right.POST);

    /**
     * What annotations belong to.
     *
     * @param access null for the server
     */
    record Subject(MailboxId id, @Nullable Access access) {
        static Subject of(Access access) {
            return new Subject(access.id(), access);
        }

        /** As the user calls the mailbox; empty for the server. */
        String name() {
            return access == null ? "" : access.mailbox().name();
        }

        /** The value of an entry that is not stored, or null. */
        @Nullable String madeUp(String entry, Authenticated user) {
            if (access == null) {
                return entry.equals(ADMIN)
                        ? "mailto:postmaster@" + user.account().address().domain()
                        : null;
            }
            var use = access.mailbox().specialUse();
            return entry.equals(SPECIAL_USE) && use != null ? use.text() : null;
        }

        /**
         * True where the server decides, or the administrator; or the owner, on those entries that
         * others see too.
         */
        boolean readOnly(String entry) {
            return access == null
                    ? EntryName.shared(entry)
                    : entry.equals(SPECIAL_USE)
                            || (EntryName.shared(entry) && !access.may(Right.WRITE));
        }
    }

    /**
     * @param name empty for the server; a name that only holds inferiors may have annotations too
     *     (RFC 5464 §4.1)
     * @throws ImapRefusal {@code NO [NONEXISTENT]}
     * @throws org.bocau.mailbox.StoreRefusal NO_PERMISSION: {@code NO [NOPERM]}
     */
    Subject subject(String name) {
        if (name.isEmpty()) {
            return new Subject(Metadata.server(user.account().id()), null);
        }
        return user.namespaces()
                .find(user.account(), name)
                .map(access -> access.require(Right.LOOKUP).requireAny(SEES))
                .map(Subject::of)
                .orElseThrow(ImapRefusal::noSuchMailbox);
    }

    /** Entries that have a value, by name. */
    List<Entry> find(Subject of, List<String> names, Metadata.Depth depth, long maxOctets) {
        var found =
                new ArrayList<>(
                        metadata.find(of.id(), user.account().id(), names, depth, maxOctets));
        for (String entry : List.of(ADMIN, SPECIAL_USE)) {
            String value = of.madeUp(entry, user);
            if (value != null && names.stream().anyMatch(name -> below(name, entry, depth))) {
                found.add(entry(entry, value, maxOctets));
            }
        }
        return found;
    }

    private static boolean below(String name, String entry, Metadata.Depth depth) {
        if (entry.equals(name) || !entry.startsWith(name + "/")) {
            return entry.equals(name);
        }
        return switch (depth) {
            case ZERO -> false;
            case ONE -> entry.indexOf('/', name.length() + 1) < 0;
            case INFINITY -> true;
        };
    }

    private static Entry entry(String name, String value, long maxOctets) {
        byte[] octets = octets(value);
        return new Entry(name, octets.length, octets.length <= maxOctets ? octets : null);
    }

    private static byte[] octets(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** These entries of all mailboxes, to be written with LIST. RFC 9590. */
    OfMailboxes ofMailboxes(List<String> names) {
        return new OfMailboxes(names);
    }

    /** Some entries of many mailboxes; one query for each owner. */
    final class OfMailboxes {
        private final List<String> names;
        private final Map<AccountId, Map<Long, List<Entry>>> stored = new HashMap<>();

        private OfMailboxes(List<String> names) {
            this.names = names;
        }

        /** {@code * METADATA mailbox (entry NIL …)}: what has no value is said to have none. */
        void write(Access mailbox, ImapWriter out) throws IOException {
            if (!mailbox.rights().hasAny(SEES)) {
                return;
            }
            var subject = Subject.of(mailbox);
            var values = new LinkedHashMap<String, byte @Nullable []>();
            for (String name : names) {
                String madeUp = subject.madeUp(name, user);
                values.put(name, madeUp == null ? null : octets(madeUp));
            }
            for (Entry entry : of(mailbox.id())) {
                values.put(entry.name(), entry.value());
            }
            Annotations.write(subject.name(), values, out);
        }

        private List<Entry> of(MailboxId mailbox) {
            return stored.computeIfAbsent(
                            mailbox.account(),
                            owner -> metadata.ofMailboxes(owner, user.account().id(), names))
                    .getOrDefault(mailbox.number(), List.of());
        }
    }

    /** {@code * METADATA mailbox (entry value …)}. RFC 5464 §4.4.1. */
    static void write(String mailbox, Map<String, byte @Nullable []> values, ImapWriter out)
            throws IOException {
        out.raw("* METADATA ").mailbox(mailbox).raw(" (");
        String before = "";
        for (var one : values.entrySet()) {
            out.raw(before).raw(ImapWriter.astring(one.getKey())).raw(" ").value(one.getValue());
            before = " ";
        }
        out.raw(")").crlf();
    }

    /** Sets or removes entries, which this session need not be told. */
    void set(Subject of, Map<String, byte @Nullable []> values) {
        long number = metadata.set(of.id(), user.account().id(), values);
        if (wanted()) {
            own.add(number);
        }
    }

    private boolean wanted() {
        return user.enabled(Extension.METADATA) || user.notifications().ofAnnotations();
    }

    /** From now on changes are told. */
    void begin() {
        told.clear();
        own.clear();
        watch(user.account().id());
        shared().keySet().forEach(mailbox -> watch(mailbox.account()));
    }

    private void watch(AccountId owner) {
        if (!owner.equals(user.account().id())) {
            user.follow(owner);
        }
        told.computeIfAbsent(owner, metadata::latest);
    }

    /** Mailboxes of others whose annotations may be seen. */
    private Map<MailboxId, Access> shared() {
        var all = new HashMap<MailboxId, Access>();
        for (Access access : user.namespaces().list(user.account())) {
            if (!access.own() && access.rights().hasAny(SEES)) {
                all.put(access.id(), access);
            }
        }
        return all;
    }

    /**
     * {@code * METADATA mailbox entry …}: which entries others changed, without their values. RFC
     * 5464 §4.4.2.
     */
    void tell(ImapWriter out) throws IOException {
        if (!wanted() || !user.hints().takeAnnotated()) {
            return;
        }
        var byMailbox = new LinkedHashMap<String, List<String>>();
        for (Change change : since(user.account().id())) {
            note(change, change.mailbox(), true, byMailbox);
        }
        var shared = shared();
        var owners = shared.keySet().stream().map(MailboxId::account).distinct().toList();
        for (AccountId owner : owners) {
            watch(owner);
            for (Change change : since(owner)) {
                Access access = shared.get(change.id());
                if (access != null) {
                    note(change, access.mailbox().name(), false, byMailbox);
                }
            }
        }
        own.clear(); // all of them have been passed over
        for (var one : byMailbox.entrySet()) {
            out.raw("* METADATA ").mailbox(one.getKey());
            out.raw(" ").raw(String.join(" ", one.getValue())).crlf();
        }
    }

    private List<Change> since(AccountId owner) {
        var changes = metadata.since(owner, user.account().id(), told.getOrDefault(owner, 0L));
        if (!changes.isEmpty()) {
            told.put(owner, changes.getLast().number());
        }
        return changes;
    }

    private void note(
            Change change, String mailbox, boolean personal, Map<String, List<String>> byMailbox) {
        boolean asked =
                user.enabled(Extension.METADATA)
                        || user.notifications().ofAnnotations(mailbox, personal);
        if (asked && !own.contains(change.number())) {
            byMailbox
                    .computeIfAbsent(mailbox, _ -> new ArrayList<>())
                    .add(ImapWriter.astring(change.entry()));
        }
    }
}
