package org.bocau.webmail;

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
        return live.open(
                account, folders.require(Role.INBOX), folders.at(new MailboxPath(mailbox)));
    }
}
