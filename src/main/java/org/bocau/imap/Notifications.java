package org.bocau.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bocau.mailbox.Access;
import org.bocau.mailbox.Mailbox;
import org.bocau.mailbox.MailboxId;
import org.bocau.mailbox.Namespaces;
import org.bocau.mailbox.Right;
import org.jspecify.annotations.Nullable;

/**
 * What a client has asked for by NOTIFY, and what it has been told of mailboxes that are not
 * selected. RFC 5465. A hint only wakes; what happened is found by comparing what is with what was
 * told, so any number of hints costs one look. Owned by the session's thread.
 */
final class Notifications {
    /** A session that watches more is refused, or stops to be told. RFC 5465 §5.8. */
    static final int MOST_MAILBOXES = 2000;

    private final Authenticated user;
    private final Set<String> own = new HashSet<>();
    private @Nullable List<EventGroup> groups; // null until NOTIFY is used
    private Look told = new Look(Map.of(), Set.of());

    Notifications(Authenticated user) {
        this.user = user;
    }

    /** All mailboxes and subscriptions as of one moment. */
    private record Look(Map<MailboxId, Access> mailboxes, Set<String> subscribed) {}

    // --- the selected mailbox -------------------------------------------------------------------

    /** The client listens all the time, not only during a command. */
    boolean listening() {
        return groups != null && !groups.isEmpty();
    }

    /** Nothing that others do in the selected mailbox is told. RFC 5465 §3.1. */
    boolean muted() {
        return groups != null && !selected(NotifyEvent.MESSAGE_NEW);
    }

    boolean flagChanges() {
        return groups == null || selected(NotifyEvent.FLAG_CHANGE);
    }

    private boolean selected(NotifyEvent event) {
        return groups != null
                && groups.stream()
                        .anyMatch(one -> one.filter().selected() && one.events().contains(event));
    }

    /** METADATA responses are wanted, as after ENABLE METADATA. RFC 5465 §5.6. */
    boolean ofAnnotations() {
        return groups != null
                && groups.stream()
                        .flatMap(one -> one.events().stream())
                        .anyMatch(NotifyEvent.OF_METADATA::contains);
    }

    /**
     * They are wanted of this mailbox. RFC 5465 §5.6, §5.7.
     *
     * @param name empty for the server
     */
    boolean ofAnnotations(String name, boolean personal) {
        return name.isEmpty()
                ? groups != null
                        && groups.stream()
                                .anyMatch(one ->
                                        one.events().contains(NotifyEvent.SERVER_METADATA_CHANGE))
                : eventsOf(name, personal, told.subscribed())
                        .contains(NotifyEvent.MAILBOX_METADATA_CHANGE);
    }

    /** EXPUNGE waits for a command. RFC 5465 §6.1.2. */
    boolean delaysExpunges() {
        return groups != null
                && groups.stream()
                        .anyMatch(
                                one -> one.filter().kind() == MailboxFilter.Kind.SELECTED_DELAYED);
    }

    /** What to fetch of new messages. RFC 5465 §5.2. */
    List<FetchItem> newMessageItems() {
        return groups == null
                ? List.of()
                : groups.stream().flatMap(one -> one.items().stream()).distinct().toList();
    }

    // --- NOTIFY ---------------------------------------------------------------------------------

    /**
     * From now on these events, and no others.
     *
     * @throws ImapRefusal {@code NO [NOTIFICATIONOVERFLOW]}, nothing changed
     */
    void set(List<EventGroup> asked, boolean status, ImapWriter out) throws IOException {
        boolean others = asked.stream().anyMatch(one -> !one.filter().selected());
        user.hints().watchAll(others); // before looking, so that no change falls between
        Look now = others ? look() : new Look(Map.of(), Set.of());
        if (now.mailboxes().size() > MOST_MAILBOXES) {
            user.hints().watchAll(listening());
            throw ImapRefusal.no(ResponseCode.NOTIFICATIONOVERFLOW, "Too many mailboxes");
        }
        groups = List.copyOf(asked);
        told = now;
        if (ofAnnotations() && !user.enabled(Extension.METADATA)) {
            user.annotations().begin();
        }
        for (Access access : now.mailboxes().values()) {
            var items = countersOf(eventsOf(access));
            if (!items.isEmpty() && withoutAccess(access)) {
                tellAccess(access, now, out);
            } else if (status && !items.isEmpty() && readable(access) && !selected(access)) {
                StatusItem.write(access.mailbox(), List.copyOf(items), user.store(), out);
            }
        }
    }

    /** It may be looked up, but what happens in it is not to be told. RFC 5465 §3.1. */
    private static boolean withoutAccess(Access access) {
        return access.mailbox().selectable() && !access.may(Right.READ);
    }

    /** {@code * LIST (\NoAccess …)}, and without it once there is access again. RFC 5465 §5.9. */
    private static void tellAccess(Access access, Look now, ImapWriter out) throws IOException {
        var tree = new MailboxTree(List.copyOf(now.mailboxes().values()));
        tellName(access.mailbox().name(), null, withoutAccess(access), tree, now, out);
    }

    private boolean selected(Access access) {
        return user.selected() != null && user.selected().id().equals(access.id());
    }

    /** RFC 5465 §3.1: what the first STATUS must have. */
    private static Set<StatusItem> countersOf(Set<NotifyEvent> events) {
        var items = EnumSet.noneOf(StatusItem.class);
        if (events.contains(NotifyEvent.MESSAGE_NEW)) {
            items.addAll(List.of(StatusItem.MESSAGES, StatusItem.UIDNEXT, StatusItem.UIDVALIDITY));
        }
        if (events.contains(NotifyEvent.FLAG_CHANGE)) {
            items.add(StatusItem.HIGHESTMODSEQ);
        }
        return items;
    }

    /** A command of this session touches these names: the client need not be told. RFC 5465 §5. */
    void caused(ImapCommand command) {
        switch (command) {
            case CreateCommand create -> causedWithSuperiors(create.name());
            case DeleteCommand delete -> causedWithSuperiors(delete.name());
            case RenameCommand rename -> causedWithSuperiors(rename.to());
            case SubscribeCommand subscribe -> own.add(subscribe.name());
            default -> {}
        }
    }

    private void causedWithSuperiors(String requested) {
        // CREATE may end in a slash to say that inferiors follow.
        String name = Namespaces.canonical(requested.replaceAll("/$", ""));
        own.add(name);
        own.addAll(MailboxTree.superiors(name));
    }

    // --- telling --------------------------------------------------------------------------------

    /** Tells what happened elsewhere since the last time. Costs nothing without a hint. */
    void tell(ImapWriter out) throws IOException {
        if (!listening() || !user.hints().takeAnything()) {
            own.clear();
            return;
        }
        Look now = look();
        if (now.mailboxes().size() > MOST_MAILBOXES) {
            groups = List.of();
            user.hints().watchAll(false);
            out.untaggedOk(ResponseCode.NOTIFICATIONOVERFLOW, "No more notifications");
            return;
        }
        tellNames(now, out);
        for (Access access : now.mailboxes().values()) {
            Access before = told.mailboxes().get(access.id());
            boolean watched = !countersOf(eventsOf(access)).isEmpty();
            if (watched && before != null && withoutAccess(before) != withoutAccess(access)) {
                tellAccess(access, now, out);
            }
            if (watched && !selected(access) && readable(access)) {
                tellCounters(before, access, out);
            }
        }
        told = now;
        own.clear();
    }

    private Look look() {
        var mailboxes = new LinkedHashMap<MailboxId, Access>();
        for (Access access : user.namespaces().list(user.account())) {
            mailboxes.put(access.id(), access);
            if (!access.own()) {
                user.follow(access.id().account());
            }
        }
        return new Look(mailboxes, user.mailboxes().subscriptions(user.account().id()));
    }

    private static boolean readable(Access access) {
        return access.mailbox().selectable() && access.may(Right.READ);
    }

    private Set<NotifyEvent> eventsOf(Access access) {
        return eventsOf(access.mailbox().name(), access.own(), told.subscribed());
    }

    private Set<NotifyEvent> eventsOf(String name, boolean personal, Set<String> subscribed) {
        var events = EnumSet.noneOf(NotifyEvent.class);
        for (EventGroup group : groups == null ? List.<EventGroup>of() : groups) {
            if (group.filter().matches(name, personal, subscribed)) {
                events.addAll(group.events());
            }
        }
        return events;
    }

    /** {@code * STATUS name (…)}. RFC 5465 §5.1 to §5.3. */
    private void tellCounters(@Nullable Access known, Access access, ImapWriter out)
            throws IOException {
        Mailbox now = access.mailbox();
        if (known == null) {
            tellFirstCounters(now, out);
            return;
        }
        Mailbox before = known.mailbox();
        if (now.highestModseq() == before.highestModseq()) {
            return;
        }
        var events = eventsOf(access);
        boolean counts = now.uidNext() != before.uidNext() || now.messages() != before.messages();
        boolean condstore = user.enabled(Extension.CONDSTORE);
        var items = EnumSet.noneOf(StatusItem.class);
        if (counts && events.contains(NotifyEvent.MESSAGE_NEW)) {
            items.addAll(List.of(StatusItem.MESSAGES, StatusItem.UIDNEXT));
        }
        if (events.contains(NotifyEvent.FLAG_CHANGE) && now.unseen() != before.unseen()) {
            items.add(StatusItem.UNSEEN);
        }
        if (condstore && (!items.isEmpty() || events.contains(NotifyEvent.FLAG_CHANGE))) {
            items.add(StatusItem.HIGHESTMODSEQ);
        }
        if (!items.isEmpty()) {
            items.add(StatusItem.UIDVALIDITY);
            StatusItem.write(now, List.copyOf(items), user.store(), out);
        }
    }

    /** Of a mailbox that holds messages from the start, or took another's name. RFC 5465 §5.1. */
    private void tellFirstCounters(Mailbox fresh, ImapWriter out) throws IOException {
        boolean instead =
                told.mailboxes().values().stream()
                        .anyMatch(old -> old.mailbox().name().equals(fresh.name()));
        if (instead || (fresh.messages() > 0 && !own.contains(fresh.name()))) {
            var items = EnumSet.of(StatusItem.MESSAGES, StatusItem.UIDNEXT, StatusItem.UIDVALIDITY);
            if (user.enabled(Extension.CONDSTORE)) {
                items.add(StatusItem.HIGHESTMODSEQ);
            }
            StatusItem.write(fresh, List.copyOf(items), user.store(), out);
        }
    }

    /** {@code * LIST (…) "/" name}. RFC 5465 §5.4, §5.5. */
    private void tellNames(Look now, ImapWriter out) throws IOException {
        var names = new LinkedHashMap<String, @Nullable String>(); // with the old one
        var subscribed = new TreeSet<>(told.subscribed());
        subscribed.addAll(now.subscribed());
        for (var change : changedNames(now).entrySet()) {
            boolean personal = !change.getKey().startsWith(Namespaces.SHARED);
            if (eventsOf(change.getKey(), personal, subscribed)
                    .contains(NotifyEvent.MAILBOX_NAME)) {
                names.put(change.getKey(), change.getValue());
            }
        }
        for (String name : subscribed) {
            boolean changed = told.subscribed().contains(name) != now.subscribed().contains(name);
            boolean personal = !name.startsWith(Namespaces.SHARED);
            if (changed
                    && eventsOf(name, personal, subscribed)
                            .contains(NotifyEvent.SUBSCRIPTION_CHANGE)) {
                names.putIfAbsent(name, null);
            }
        }
        names.keySet().removeAll(own);
        if (names.isEmpty()) {
            return;
        }
        var tree = new MailboxTree(List.copyOf(now.mailboxes().values()));
        for (var name : names.entrySet()) {
            tellName(name.getKey(), name.getValue(), false, tree, now, out);
        }
    }

    private static void tellName(
            String name,
            @Nullable String oldName,
            boolean noAccess,
            MailboxTree tree,
            Look now,
            ImapWriter out)
            throws IOException {
        var attributes = tree.attributesOf(name);
        if (now.subscribed().contains(name)) {
            attributes.add("\\Subscribed");
        }
        if (noAccess) {
            attributes.add("\\NoAccess");
        }
        ListCommand.tell(attributes, name, oldName, out);
    }

    /** Names that came, went or got another, with the old one; also the parents. */
    private Map<String, @Nullable String> changedNames(Look now) {
        var names = new LinkedHashMap<String, @Nullable String>();
        var renamed = new ArrayList<String[]>();
        for (Access access : now.mailboxes().values()) {
            Access before = told.mailboxes().get(access.id());
            String name = access.mailbox().name();
            if (before == null) {
                withParent(name, names);
            } else if (!before.mailbox().name().equals(name)) {
                renamed.add(new String[] {before.mailbox().name(), name});
            } else if (before.mailbox().selectable() != access.mailbox().selectable()) {
                names.put(name, null);
            }
        }
        for (Access before : told.mailboxes().values()) {
            if (!now.mailboxes().containsKey(before.id())) {
                withParent(before.mailbox().name(), names);
            }
        }
        for (String[] one : renamed) {
            if (renamed.stream().noneMatch(above -> movedAlong(one, above))) {
                names.put(one[1], one[0]);
            }
        }
        return names;
    }

    /** Inferiors of a renamed mailbox are not told of. RFC 5465 §5.4. */
    private static boolean movedAlong(String[] one, String[] above) {
        return one[0].startsWith(above[0] + "/")
                && one[1].equals(above[1] + one[0].substring(above[0].length()));
    }

    private static void withParent(String name, Map<String, @Nullable String> names) {
        names.put(name, null);
        int slash = name.lastIndexOf('/');
        if (slash > 0) {
            names.putIfAbsent(name.substring(0, slash), null);
        }
    }
}
