package org.bocau.smtp;

import java.io.IOException;
import org.bocau.net.Connection;
import org.jspecify.annotations.Nullable;

/**
 * BDAT: takes each chunk by its announced size, also the one that is refused, so that no octet of a
 * message is ever taken for a command. RFC 3030 §2. Owned by the session.
 */
final class ChunkPhase {
    private final Connection connection;
    private final SmtpServer server;
    private final DataPhase dataPhase;

    ChunkPhase(Connection connection, SmtpServer server, DataPhase dataPhase) {
        this.connection = connection;
        this.server = server;
        this.dataPhase = dataPhase;
    }

    /**
     * Takes a chunk.
     *
     * @param transaction the one under way, or null
     * @return true when it was the last: the message is whole
     * @throws SmtpRefusal afterwards: it belongs to nothing, or the transaction has failed
     */
    boolean take(SmtpCommand.Bdat bdat, @Nullable Transaction transaction) throws IOException {
        if (bdat.octets() > 2 * server.limits().maxMessageOctets()) { // nobody waits for its end
            throw new SmtpRefusal(SmtpRefusal.tooLarge().reply().thenClose());
        }
        if (connection.in().available() < bdat.octets()) {
            connection.flush(); // the client may wait for the replies before it sends on
        }
        if (transaction == null || transaction.recipients().isEmpty()) {
            Chunks.skip(connection.in(), bdat.octets(), dataPhase.pace());
            throw SmtpRefusal.badSequence(
                    transaction == null ? "Need MAIL before BDAT" : "No valid recipients");
        }
        chunks(transaction).take(connection.in(), bdat.octets(), bdat.last());
        return bdat.last();
    }

    /** What all chunks make together, after the last. */
    MessageData whole(Transaction transaction) throws IOException {
        return chunks(transaction).whole();
    }

    private Chunks chunks(Transaction transaction) {
        var begun = transaction.chunks();
        if (begun == null) {
            begun =
                    new Chunks(
                            server.spools().create(),
                            dataPhase.pace(),
                            server.limits().maxMessageOctets(),
                            transaction.parameters().binary());
            transaction.begin(begun);
        }
        return begun;
    }
}
