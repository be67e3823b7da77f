package org.bocau.mailclient;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message as forms name it: {@code inbox:42}; with {@code >sent} behind, also where it is to go.
 */
public record MessageKey(MailboxPath mailbox, long uid, @Nullable MailboxPath target) {
    private static final Pattern FORM =
            Pattern.compile("([^:>]{1,900}):([0-9]{1,10})(?:>([^:>]{1,900}))?");

    private static final long LAST_UID = 0xFFFF_FFFFL;

    /** Where messages are and where they go, for one command each. */
    public record Route(MailboxPath from, @Nullable MailboxPath to) {}

    /**
     * @throws NoSuchMailException it is no key
     */
    public static MessageKey parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) throw new NoSuchMailException("no message " + text);
        long uid = Long.parseLong(form.group(2));
        if (uid == 0 || uid > LAST_UID) throw new NoSuchMailException("no message " + text);
        var target = form.group(3) == null ? null : new MailboxPath(form.group(3));
        return new MessageKey(new MailboxPath(form.group(1)), uid, target);
    }

    /** Groups messages that one command can deal with, in the order they came. */
    public static Map<Route, long[]> routes(List<String> keys) {
        var lists = new LinkedHashMap<Route, List<Long>>();
        for (var text : keys) {
            var key = parse(text);
            lists.computeIfAbsent(new Route(key.mailbox, key.target), _ -> new ArrayList<>())
                    .add(key.uid);
        }
        var routes = new LinkedHashMap<Route, long[]>();
        lists.forEach((route, uids) ->
                routes.put(route, uids.stream().mapToLong(Long::longValue).sorted().toArray()));
        return routes;
    }

    public static String of(MailboxPath mailbox, long uid, MailboxPath target) {
        return mailbox + ":" + uid + ">" + target;
    }
}
