package org.bocau.mailclient;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A message as forms name it: {@code inbox:42}; with {@code >sent} behind, also where it is to go.
 * Several of a folder, as a row that stands for a conversation has them: {@code inbox:42.40}.
 */
public record MessageKey(MailboxPath mailbox, long uid, @Nullable MailboxPath target) {
    private static final Pattern FORM =
            Pattern.compile(
                    "([^:>]{1,900}):([0-9]{1,10}(?:\\.[0-9]{1,10}){0,499}+)(?:>([^:>]{1,900}))?");

    private static final long LAST_UID = 0xFFFF_FFFFL;

    /** Where messages are and where they go, for one command each. */
    public record Route(MailboxPath from, @Nullable MailboxPath to) {}

    /** How many messages one key may name. */
    public static final int MOST = 500;

    /**
     * The message a key names; of several the first.
     *
     * @throws NoSuchMailException it is no key
     */
    public static MessageKey parse(String text) {
        return all(text).getFirst();
    }

    /**
     * The messages a key names, at least one.
     *
     * @throws NoSuchMailException it is no key
     */
    public static List<MessageKey> all(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) throw new NoSuchMailException("no message " + text);
        var mailbox = new MailboxPath(form.group(1));
        var target = form.group(3) == null ? null : new MailboxPath(form.group(3));
        return Stream.of(form.group(2).split("\\.", -1))
                .map(uid -> new MessageKey(mailbox, uid(uid), target))
                .toList();
    }

    private static long uid(String digits) {
        long uid = Long.parseLong(digits);
        if (uid == 0 || uid > LAST_UID) throw new NoSuchMailException("no message " + digits);
        return uid;
    }

    /** Groups messages that one command can deal with, in the order they came. */
    public static Map<Route, long[]> routes(List<String> keys) {
        var lists = new LinkedHashMap<Route, List<Long>>();
        for (var text : keys) {
            for (var key : all(text))
                lists.computeIfAbsent(new Route(key.mailbox, key.target), _ -> new ArrayList<>())
                        .add(key.uid);
        }
        var routes = new LinkedHashMap<Route, long[]>();
        lists.forEach((route, uids) ->
                routes.put(route, uids.stream().mapToLong(Long::longValue).sorted().toArray()));
        return routes;
    }

    /** Names several messages of one folder. */
    public static String of(MailboxPath mailbox, List<Long> uids) {
        var key = new StringBuilder(mailbox.segment()).append(':');
        for (int i = 0; i < Math.min(uids.size(), MOST); i++)
            key.append(i == 0 ? "" : ".").append(uids.get(i));
        return key.toString();
    }

    public static String of(MailboxPath mailbox, long uid, MailboxPath target) {
        return mailbox + ":" + uid + ">" + target;
    }
}
