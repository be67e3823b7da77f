package org.bocau.imap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.bocau.net.LineTooLongException;

/** Where {@link ImapReader} takes the client's octets from: the connection, or a test. */
interface ImapInput {
    /**
     * The next line without its line end.
     *
     * @throws EOFException the client is gone
     * @throws LineTooLongException it was longer and has been skipped
     */
    byte[] line(int maxOctets) throws IOException;

    /** The octets that follow, of which a literal of {@code size} is to be read now. */
    InputStream octets(long size);

    /** Asks for a synchronizing literal: sends the continuation request at once. RFC 3501 §7.5. */
    void invite() throws IOException;
}
