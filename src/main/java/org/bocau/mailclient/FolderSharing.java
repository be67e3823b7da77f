package org.bocau.mailclient;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.mail.imap.ACL;
import org.eclipse.angus.mail.imap.Rights;
import org.springframework.stereotype.Service;

/** Lets others into one's folders, and says who is let in. RFC 4314. */
@Service
public class FolderSharing {
    private static final char REPLACE = 0;

    private final MailClient client;

    FolderSharing(MailClient client) {
        this.client = client;
    }

    /** Who may do what in it, the owner left out; empty also where the server shares nothing. */
    public List<Share> of(MailAccount account, Folder folder) {
        return client.with(
                account,
                connection -> {
                    var shares = new ArrayList<Share>();
                    if (!connection.hasCapability("ACL")) return shares;
                    for (var entry : connection.getACL(folder.name())) {
                        if (entry.getName().equalsIgnoreCase(account.address())) continue;
                        shares.add(Share.of(entry.getName(), entry.getRights().toString()));
                    }
                    return shares;
                });
    }

    /**
     * Lets somebody in, or changes what they may do.
     *
     * @throws MailRefusedException nobody has this address, or it is the owner's
     */
    public void grant(MailAccount account, Folder folder, String who, Share.Level level) {
        client.with(
                account,
                connection -> {
                    var rights = new ACL(who, new Rights(level.rights()));
                    connection.setACL(folder.name(), REPLACE, rights);
                    return true;
                });
    }

    /** Shuts somebody out; that they were not let in is no fault. */
    public void revoke(MailAccount account, Folder folder, String who) {
        client.with(
                account,
                connection -> {
                    connection.deleteACL(folder.name(), who);
                    return true;
                });
    }
}
