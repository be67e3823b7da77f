package org.bocau.transfer;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import org.bocau.finding.SearchPages;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.Folders;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.MessageCopies;
import org.bocau.mailclient.MessageCopies.Extent;
import org.bocau.mailclient.MessageKey;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.transfer.Export.Part;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.web.server.ResponseStatusException;

/** What goes into an export: whole folders, all that a search finds, or messages by their keys. */
@Service
class ExportScope {
    private static final int MOST_KEYS = 1000;

    private final SearchPages search;
    private final MessageCopies copies;

    ExportScope(SearchPages search, MessageCopies copies) {
        this.search = search;
        this.copies = copies;
    }

    /**
     * A folder, or all of the account's own; what others share is theirs to take along, unless it
     * is asked for by name.
     *
     * @param path empty for all
     * @param below its subfolders, too
     * @throws NoSuchMailException there is no folder at the path
     */
    static List<Part> folders(Folders folders, String path, boolean below) {
        if (path.isEmpty())
            return all(folders.selectable().stream().filter(one -> !one.shared()).toList());
        var folder = folders.at(new MailboxPath(path));
        if (!below) return all(List.of(folder));
        var within = folder.name() + folders.separator();
        var chosen = new ArrayList<Folder>();
        chosen.add(folder);
        folders.selectable().stream()
                .filter(one -> one.name().startsWith(within))
                .forEach(chosen::add);
        return all(chosen);
    }

    private static List<Part> all(List<Folder> folders) {
        return folders.stream().map(folder -> new Part(folder, null)).toList();
    }

    /**
     * What a search finds now, whatever page of it is shown: its text is all there is to it. Costs
     * 8 octets a message.
     *
     * @param zone whose days {@code before:} means
     * @throws NoSuchMailException the text asks for nothing
     */
    List<Part> found(MailAccount account, Folders folders, String q, ZoneId zone) {
        var read = search.read(account, folders, q, zone);
        if (read.expression() == null) throw new NoSuchMailException("all of nothing");
        return search.all(account, folders, read, zone).entrySet().stream()
                .map(one -> new Part(one.getKey(), one.getValue()))
                .toList();
    }

    /**
     * @param keys of messages, each of which may name several
     */
    static List<Part> chosen(Folders folders, List<String> keys) {
        if (keys.size() > MOST_KEYS) throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        var chosen = new LinkedHashMap<MailboxPath, TreeSet<Long>>();
        for (var text : keys) {
            for (var key : MessageKey.all(text))
                chosen.computeIfAbsent(key.mailbox(), _ -> new TreeSet<>()).add(key.uid());
        }
        return chosen.entrySet().stream()
                .map(one ->
                        new Part(
                                folders.at(one.getKey()),
                                one.getValue().stream().mapToLong(Long::longValue).toArray()))
                .toList();
    }

    /** How much all of it is. */
    Extent extent(MailAccount account, List<Part> parts) {
        var extent = Extent.NONE;
        for (var part : parts) {
            var uids = part.uids();
            extent =
                    extent.plus(
                            uids == null
                                    ? copies.of(account, part.folder())
                                    : copies.of(account, part.folder(), uids));
        }
        return extent;
    }
}
