package org.bocau.webmail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderState;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The event stream behind an open page: {@code change} for a folder, {@code alert} from the server.
 */
@RestController
class LiveController {
    private final FolderStore store;
    private final LiveMail live;

    LiveController(FolderStore store, LiveMail live) {
        this.store = store;
        this.live = live;
    }

    /**
     * @param known how the page found its folder, the inbox and Sent; what has changed since is the
     *     first thing it is told. Not when the browser comes back to a stream that broke off: it
     *     then fetches everything anew
     */
    @GetMapping(path = "/mail/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events(
            MailAccount account,
            @RequestParam(defaultValue = "inbox") String mailbox,
            @RequestParam(defaultValue = "") String known,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last) {
        var folders = store.names(account);
        var shown = new ArrayList<Folder>();
        var inbox = folders.require(Role.INBOX);
        shown.add(folders.at(new MailboxPath(mailbox)));
        folders.selectable().stream().filter(f -> f.is(Role.SENT)).forEach(shown::add);
        var states = last == null ? states(known, inbox, shown) : Map.<Folder, FolderState>of();
        return live.open(account, inbox, shown, states);
    }

    /** What {@link Folders#known} has written; nothing of any other text. */
    private static Map<Folder, FolderState> states(String known, Folder inbox, List<Folder> shown) {
        var order = new ArrayList<>(shown);
        order.add(1, inbox);
        var words = known.split(Folders.BETWEEN, 4);
        var states = new LinkedHashMap<Folder, FolderState>();
        for (int i = 0; i < Math.min(words.length, order.size()); i++) {
            var state = FolderState.read(words[i]);
            if (state != null) states.putIfAbsent(order.get(i), state);
        }
        return states;
    }
}
