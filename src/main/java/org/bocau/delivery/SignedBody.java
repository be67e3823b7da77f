package org.bocau.delivery;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.util.List;
import org.bocau.mailauth.DkimSigner;
import org.bocau.mailauth.SigningKey;
import org.bocau.message.HeaderSection;
import org.bocau.message.HeaderSection.HeaderTooLargeException;
import org.bocau.message.Spool;
import org.jspecify.annotations.Nullable;

/**
 * A message of ours that goes out below other fields each time: its body is hashed once, each
 * header section signed (RFC 6376). For one thread.
 */
final class SignedBody {
    private static final int MOST_HEADER = 4 << 20; // what SMTP takes, and our trace fields
    private static final int MOST_FIELDS = 10_000;

    private final DkimSigner signer;
    private final List<SigningKey> keys;
    private final Spool message;
    private final long from;
    private byte @Nullable [] bodyHash;

    /**
     * @param keys none sign nothing
     * @param from where the header section begins in the message
     */
    SignedBody(DkimSigner signer, List<SigningKey> keys, Spool message, long from) {
        this.signer = signer;
        this.keys = keys;
        this.message = message;
        this.from = from;
    }

    /**
     * @param fields that are put on top of the message, with their line ends
     * @return one signature for each key, over these fields too; without the last line ends
     */
    List<String> signatures(byte[] fields) throws IOException {
        if (keys.isEmpty()) {
            return List.of();
        }
        var header = header(fields);
        if (bodyHash == null) {
            long body = from + header.octets() - fields.length;
            bodyHash = signer.bodyHash(() -> message.open(body, message.size()));
        }
        return signer.sign(header, bodyHash, keys);
    }

    private HeaderSection header(byte[] fields) throws IOException {
        try (var in = new BufferedInputStream(message.open(from, message.size()))) {
            return HeaderSection.read(
                    new SequenceInputStream(new ByteArrayInputStream(fields), in),
                    MOST_HEADER,
                    MOST_FIELDS);
        } catch (HeaderTooLargeException large) {
            throw new IOException("a header section was taken that is too large", large);
        }
    }
}
