package org.bocau.mailclient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Header sections of the newest messages of a mailbox, without marking them as read. */
@Service
public class LetterHeaders {
    private static final int BATCH = 250;
    private static final long[] NONE = {};
    private static final String ITEMS = "UID RFC822.SIZE BODY.PEEK[HEADER]";

    private final MailClient client;

    LetterHeaders(MailClient client) {
        this.client = client;
    }

    /**
     * @param header octets of the header section
     * @param size octets of the whole message
     */
    public record Headed(byte[] header, long size) {}

    /**
     * Newest first.
     *
     * @param most how many at most
     * @throws NoSuchMailException there is no such mailbox
     */
    public List<Headed> newest(MailAccount account, String mailbox, int most) {
        return client.in(
                account,
                mailbox,
                connection -> {
                    int last = connection.exists();
                    if (last == 0) return List.of();
                    var newest = new ArrayList<Headed>();
                    var fetched = connection.fetchRange(Math.max(1, last - most + 1), last, ITEMS);
                    for (var fetch : fetched.reversed()) {
                        var header = header(fetch);
                        if (header != null) newest.add(new Headed(header, size(fetch)));
                    }
                    return newest;
                });
    }

    /** Takes the header of a message. */
    @FunctionalInterface
    public interface Taker {
        void take(long uid, Headed letter);
    }

    /**
     * The same a few at a time, however many there are.
     *
     * @param most how many at most, the newest
     * @return how many there were
     * @throws NoSuchMailException there is no such mailbox
     */
    public int each(MailAccount account, String mailbox, int most, Taker taker) {
        var all =
                client.in(
                        account,
                        mailbox,
                        connection -> connection.exists() == 0 ? NONE : connection.allUids());
        var newest = Arrays.copyOfRange(all, Math.max(0, all.length - most), all.length);
        for (int at = 0; at < newest.length; at += BATCH) {
            var some = Arrays.copyOfRange(newest, at, Math.min(newest.length, at + BATCH));
            client.in(
                    account,
                    mailbox,
                    connection -> {
                        for (var fetch : connection.fetchUids(some, ITEMS)) {
                            var header = header(fetch);
                            if (header != null)
                                taker.take(
                                        ImapConnection.uid(fetch), new Headed(header, size(fetch)));
                        }
                        return true;
                    });
        }
        return newest.length;
    }

    private static byte @Nullable [] header(FetchResponse fetch) {
        var body = fetch.getItem(BODY.class);
        var bytes = body == null ? null : body.getByteArray();
        if (bytes == null) return null;
        var copy = new byte[bytes.getCount()];
        System.arraycopy(bytes.getBytes(), bytes.getStart(), copy, 0, copy.length);
        return copy;
    }

    private static long size(FetchResponse fetch) {
        var size = fetch.getItem(RFC822SIZE.class);
        return size == null ? 0 : size.size;
    }
}
