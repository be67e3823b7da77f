package org.bocau.webmail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.MessageKey;
import org.bocau.mailclient.MessageKey.Route;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What people do with messages in a list or an open one, and how it is taken back. */
@Service
class Triage {
    private final MessageActions actions;

    Triage(MessageActions actions) {
        this.actions = actions;
    }

    /** What the buttons ask for. */
    enum Verb {
        READ,
        UNREAD,
        STAR,
        UNSTAR,
        ARCHIVE,
        JUNK,
        NOT_JUNK,
        DELETE,
        DESTROY,
        MOVE;

        String key() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }

        static Optional<Verb> of(String key) {
            return java.util.Arrays.stream(values()).filter(v -> v.key().equals(key)).findFirst();
        }
    }

    /**
     * What was done.
     *
     * @param target where messages went, or null
     * @param undo the verb that takes it back, or null where nothing does
     * @param undoKeys what to give it
     */
    record Done(
            Verb verb,
            int count,
            @Nullable Folder target,
            @Nullable Verb undo,
            List<String> undoKeys) {}

    /**
     * @param to only for {@link Verb#MOVE}: where, for keys that do not say themselves
     * @throws NoSuchMailException a folder that is named does not exist
     */
    Done run(
            MailAccount account,
            Folders folders,
            Verb verb,
            List<String> keys,
            @Nullable MailboxPath to) {
        var routes = MessageKey.routes(keys);
        int count = routes.values().stream().mapToInt(uids -> uids.length).sum();
        return switch (verb) {
            case READ ->
                    flag(account, folders, routes, MessageFlag.SEEN, true, verb, Verb.UNREAD, keys);
            case UNREAD ->
                    flag(account, folders, routes, MessageFlag.SEEN, false, verb, Verb.READ, keys);
            case STAR ->
                    flag(
                            account,
                            folders,
                            routes,
                            MessageFlag.FLAGGED,
                            true,
                            verb,
                            Verb.UNSTAR,
                            keys);
            case UNSTAR ->
                    flag(
                            account,
                            folders,
                            routes,
                            MessageFlag.FLAGGED,
                            false,
                            verb,
                            Verb.STAR,
                            keys);
            case ARCHIVE -> move(account, folders, verb, routes, folders.require(Role.ARCHIVE));
            case JUNK -> move(account, folders, verb, routes, folders.require(Role.JUNK));
            case NOT_JUNK -> move(account, folders, verb, routes, folders.require(Role.INBOX));
            case DELETE -> move(account, folders, verb, routes, folders.require(Role.TRASH));
            case MOVE -> move(account, folders, verb, routes, to == null ? null : folders.at(to));
            case DESTROY -> {
                routes.forEach(
                        (route, uids) -> actions.destroy(account, folders.at(route.from()), uids));
                yield new Done(verb, count, null, null, List.of());
            }
        };
    }

    private Done flag(
            MailAccount account,
            Folders folders,
            Map<Route, long[]> routes,
            MessageFlag flag,
            boolean set,
            Verb verb,
            Verb undo,
            List<String> keys) {
        routes.forEach(
                (route, uids) -> actions.flag(account, folders.at(route.from()), uids, flag, set));
        return new Done(verb, keys.size(), null, undo, keys);
    }

    private Done move(
            MailAccount account,
            Folders folders,
            Verb verb,
            Map<Route, long[]> routes,
            @Nullable Folder target) {
        var undo = new ArrayList<String>();
        int count = 0;
        Folder last = target;
        for (var route : routes.entrySet()) {
            var from = folders.at(route.getKey().from());
            var own = route.getKey().to();
            var to = own == null ? target : folders.at(own);
            if (to == null) throw new NoSuchMailException("nowhere to move to");
            count += route.getValue().length;
            for (long uid : actions.move(account, from, route.getValue(), to)) {
                undo.add(MessageKey.of(to.path(), uid, from.path()));
            }
            last = to;
        }
        return new Done(verb, count, last, undo.isEmpty() ? null : Verb.MOVE, undo);
    }
}
