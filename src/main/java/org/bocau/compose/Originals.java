package org.bocau.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bocau.mailclient.MailAccount;
import org.bocau.message.Spool;
import org.bocau.message.Spools;
import org.bocau.reading.MessageReader;
import org.bocau.reading.MessageView;
import org.springframework.stereotype.Service;

/** Whole messages, octet by octet as they lie in their folders, to be sent once more. */
@Service
class Originals {
    private final MessageReader reader;
    private final Spools spools;

    Originals(MessageReader reader, Spools spools) {
        this.reader = reader;
        this.spools = spools;
    }

    /** Its octets; the caller closes them. */
    Spool spool(MailAccount account, MessageView message) {
        var spool = spools.create();
        boolean written = false;
        try (var out = spool.out();
                var in =
                        reader.encoded(
                                account, message.folder(), message.uid(), "", message.octets())) {
            in.transferTo(out);
            written = true;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            if (!written) spool.close();
        }
        return spool;
    }
}
