package org.bocau.webmail;

import java.util.ArrayList;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.Role;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
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

    @GetMapping(path = "/mail/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter events(MailAccount account, @RequestParam(defaultValue = "inbox") String mailbox) {
        var folders = store.names(account);
        var shown = new ArrayList<Folder>();
        shown.add(folders.at(new MailboxPath(mailbox)));
        folders.selectable().stream().filter(f -> f.is(Role.SENT)).forEach(shown::add);
        return live.open(account, folders.require(Role.INBOX), shown);
    }
}
