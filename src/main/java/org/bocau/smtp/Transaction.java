package org.bocau.smtp;

import java.util.ArrayList;
import java.util.List;
import org.bocau.delivery.Recipient;
import org.jspecify.annotations.Nullable;

/** A mail transaction under way: from MAIL to the end of the data, or RSET. RFC 5321 §3.3. */
final class Transaction implements AutoCloseable {
    private final SmtpCommand.Mail mail;
    private final int most;
    private final List<Recipient> recipients = new ArrayList<>();
    private @Nullable Chunks chunks;

    /**
     * @param most how many recipients the sender may name
     */
    Transaction(SmtpCommand.Mail mail, int most) {
        this.mail = mail;
        this.most = most;
    }

    int most() {
        return most;
    }

    SmtpCommand.Handling handling() {
        return mail.handling();
    }

    ReversePath from() {
        return mail.from();
    }

    MailParameters parameters() {
        return mail.parameters();
    }

    void add(Recipient recipient) {
        recipients.add(recipient);
    }

    List<Recipient> recipients() {
        return recipients;
    }

    /** What came by BDAT; null before the first chunk. */
    @Nullable Chunks chunks() {
        return chunks;
    }

    /** The first chunk has come. */
    void begin(Chunks first) {
        chunks = first;
    }

    /**
     * RFC 3030 §2: once chunks have come, only chunks may; after anything else the transaction is
     * lost.
     */
    void requireNoChunks(String command) {
        if (chunks != null) {
            chunks.fail();
            throw SmtpRefusal.badSequence(command + " within a message in chunks");
        }
    }

    /** Removes what has come so far. */
    @Override
    public void close() {
        if (chunks != null) {
            chunks.close();
        }
    }
}
