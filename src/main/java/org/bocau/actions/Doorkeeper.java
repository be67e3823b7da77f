package org.bocau.actions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.bocau.account.AccountId;
import org.bocau.account.Directory;
import org.bocau.mailclient.FolderStore;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.ImapConnection;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailClient;
import org.bocau.mailclient.MailRefusedException;
import org.bocau.mailclient.MailUnavailableException;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.mailclient.Role;
import org.bocau.triage.Change;
import org.bocau.triage.Mutes;
import org.bocau.triage.Snoozes;
import org.bocau.triage.Step;
import org.bocau.triage.Uids;
import org.eclipse.angus.mail.imap.protocol.FLAGS;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Looks after new mail for those who have muted a conversation or put one off, whether they are
 * signed in or not: replies to the one go to the archive, a reply to the other wakes it. Every some
 * seconds their inboxes' UIDNEXT is asked for; only where it has grown is anything read. What is
 * done here leaves a mark ($Muted) or a time, so that doing it twice, on two nodes, does no harm.
 */
@Service
class Doorkeeper extends Rounds {
    private static final Logger log = LoggerFactory.getLogger(Doorkeeper.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);
    private static final int MOST_AT_ONCE = 500; // accounts of a round; others have the next one
    private static final int LAST = 100; // messages of an inbox that are looked at

    private final Mutes mutes;
    private final Snoozes snoozes;
    private final MailClient client;
    private final FolderStore store;
    private final Steps steps;
    private final Directory directory;
    private final Map<AccountId, Long> seen = new ConcurrentHashMap<>(); // UIDNEXT

    Doorkeeper(
            Mutes mutes,
            Snoozes snoozes,
            MailClient client,
            FolderStore store,
            Steps steps,
            Directory directory) {
        super("triage-door", LOOK_EVERY);
        this.mutes = mutes;
        this.snoozes = snoozes;
        this.client = client;
        this.store = store;
        this.steps = steps;
        this.directory = directory;
    }

    @Override
    void round() {
        var watched = new ArrayList<>(mutes.watched());
        seen.keySet().retainAll(Set.copyOf(watched));
        Collections.shuffle(watched); // whom a round leaves out is in another
        each(watched.subList(0, Math.min(MOST_AT_ONCE, watched.size())), this::look);
    }

    private void look(AccountId id) {
        var owner = directory.account(id);
        if (owner.isEmpty()) return;
        var account = new MailAccount(id, owner.get().address().toString(), owner.get().name());
        try {
            long next = steps.uidNext(account);
            var before = seen.get(id);
            if (before == null || before != next) {
                seen.remove(id); // until all is done: what fails now is looked at again
                look(account);
                seen.put(id, next);
            }
        } catch (MailUnavailableException | MailRefusedException | NoSuchMailException no) {
            seen.remove(id);
            log.info("{}: new mail not looked at: {}", account.address(), no.getMessage());
        }
    }

    private void look(MailAccount account) {
        var folders = store.names(account);
        var inbox = folders.require(Role.INBOX);
        var muted = mutes.of(account.id());
        var waiting =
                snoozes.waiting(account.id()).stream()
                        .collect(
                                Collectors.toMap(
                                        Snoozes.Waiting::thread, Snoozes.Waiting::inboxNext));
        var hushed = new ArrayList<Long>();
        var woken = new HashSet<String>();
        client.in(
                account,
                inbox.name(),
                connection -> {
                    int last = connection.exists();
                    if (last == 0 || !connection.hasCapability("OBJECTID")) return false;
                    int first = Math.max(1, last - LAST + 1);
                    for (var fetch : connection.fetchRange(first, last, "UID FLAGS THREADID")) {
                        long uid = ImapConnection.uid(fetch);
                        var thread = ImapConnection.objectId(fetch, "THREADID");
                        if (muted.contains(thread) && !marked(fetch)) hushed.add(uid);
                        if (uid >= waiting.getOrDefault(thread, Long.MAX_VALUE)) woken.add(thread);
                    }
                    return true;
                });
        if (!hushed.isEmpty()) hush(account, folders, new Uids(hushed));
        snoozes.wake(account.id(), woken);
    }

    /** It was here when the conversation was muted, or somebody has fetched it back since. */
    private static boolean marked(FetchResponse fetch) {
        var flags = fetch.getItem(FLAGS.class);
        return flags != null && flags.contains(Mutes.KEYWORD);
    }

    /** Read as well, or the archive would call for attention in the inbox's place. */
    private void hush(MailAccount account, Folders folders, Uids uids) {
        var inbox = folders.require(Role.INBOX).name();
        var archive = folders.with(Role.ARCHIVE);
        if (archive == null) return;
        steps.run(account, folders, new Step(inbox, uids, new Change.Flag("\\Seen", true)));
        steps.run(account, folders, new Step(inbox, uids, new Change.Hush(archive.name(), true)));
        log.info("{}: {} replies of muted conversations archived", account.address(), uids.size());
    }
}
