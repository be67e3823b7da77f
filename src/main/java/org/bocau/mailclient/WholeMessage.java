package org.bocau.mailclient;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.jspecify.annotations.Nullable;

/**
 * The octets of a large message as they are stored. Each piece borrows a connection, so a slow
 * reader holds none, and nothing of the message is in memory but the piece.
 */
final class WholeMessage extends InputStream {
    private static final int PIECE = 256 * 1024;

    private final MailClient client;
    private final MailAccount account;
    private final String mailbox;
    private final MessageSummary message;
    private byte[] piece;
    private int at;
    private long read;

    private WholeMessage(
            MailClient client,
            MailAccount account,
            String mailbox,
            MessageSummary message,
            byte[] first) {
        this.client = client;
        this.account = account;
        this.mailbox = mailbox;
        this.message = message;
        this.piece = first;
    }

    /** Null where the message has gone. */
    static @Nullable WholeMessage open(
            MailClient client, MailAccount account, String mailbox, MessageSummary message) {
        var first = piece(client, account, mailbox, message.uid(), 0);
        return first.length == 0
                ? null
                : new WholeMessage(client, account, mailbox, message, first);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /**
     * @throws IOException the message was removed while it was read: what was copied is not whole
     */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) return 0;
        if (at == piece.length) {
            read += piece.length;
            if (read >= message.octets()) return -1;
            piece = piece(client, account, mailbox, message.uid(), read);
            at = 0;
            if (piece.length == 0) throw new IOException("a message went while it was copied");
        }
        int n = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, into, offset, n);
        at += n;
        return n;
    }

    private static byte[] piece(
            MailClient client, MailAccount account, String mailbox, long uid, long from) {
        return client.in(account, mailbox, connection -> piece(connection, uid, from));
    }

    private static byte[] piece(ImapConnection connection, long uid, long from)
            throws ProtocolException {
        var items = "UID BODY.PEEK[]<" + from + "." + PIECE + ">";
        for (var fetch : connection.fetchUid(uid, items)) {
            var body = fetch.getItem(BODY.class);
            var octets =
                    body == null || ImapConnection.uid(fetch) != uid ? null : body.getByteArray();
            if (octets != null) return octets.getNewBytes();
        }
        return new byte[0];
    }
}
