package org.bocau.reading;

import java.io.IOException;
import java.io.InputStream;
import org.bocau.account.Directory;
import org.bocau.mailclient.Folder;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MailboxPath;
import org.bocau.mailclient.MimePart;
import org.bocau.mailclient.NoSuchMailException;
import org.springframework.stereotype.Service;

/** Reads the parts of messages that a signed address stands for, without anybody's session. */
@Service
class SignedParts {
    private final MessageReader reader;
    private final Directory directory;

    SignedParts(MessageReader reader, Directory directory) {
        this.reader = reader;
        this.directory = directory;
    }

    /**
     * @throws NoSuchMailException the account, the message or the part is there no more
     */
    MimePart find(SignedImages.Image image) {
        var message = reader.read(owner(image), folder(image), image.uid());
        var part = message.root().find(image.section());
        if (part == null) throw new NoSuchMailException("no part " + image.section());
        return part;
    }

    InputStream content(SignedImages.Image image, MimePart part) throws IOException {
        return reader.content(owner(image), folder(image), image.uid(), part);
    }

    private MailAccount owner(SignedImages.Image image) {
        return directory
                .account(image.account())
                .map(a -> new MailAccount(a.id(), a.address().toString(), a.name()))
                .orElseThrow(() -> new NoSuchMailException("no such account"));
    }

    private static Folder folder(SignedImages.Image image) {
        var name = image.mailbox();
        return new Folder(new MailboxPath(""), name, name, null, null, 0, true, 0, 0, 0);
    }
}
