package org.bocau.compose;

import java.time.Instant;
import org.bocau.account.AccountId;
import org.bocau.mailclient.Filenames;
import org.bocau.message.Spool;
import org.bocau.reading.AttachmentView;

/**
 * A file that waits for the message it belongs to.
 *
 * @param id unguessable, and of use only to its owner
 * @param name safe, see {@link Filenames}
 * @param type as the browser or the sender says, already checked to be a MIME type
 */
record Upload(String id, AccountId owner, String name, String type, Spool content, Instant at) {
    public long octets() {
        return content.size();
    }

    public boolean picture() {
        return AttachmentView.isRaster(type);
    }

    public String icon() {
        return picture() ? "image" : "file-text";
    }
}
