package org.bocau.reading;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bocau.account.AccountId;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.NoSuchMailException;
import org.bocau.markup.HtmlBody;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Cleaned HTML bodies. The page asks first, to count what is blocked; the frame asks a moment later
 * for the same body, so the last few are kept.
 */
@Service
class HtmlBodies {
    private static final int KEPT = 32;
    private static final int LARGEST_KEPT = 256 * 1024;

    /**
     * Beside the place the time of arrival, since a deleted folder's names and numbers may come
     * again.
     */
    private record Key(
            AccountId account,
            String mailbox,
            long uid,
            String section,
            Instant receivedAt,
            boolean images,
            long period) {}

    private final Map<Key, HtmlBody.Clean> kept =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<Key, HtmlBody.Clean> eldest) {
                            return size() > KEPT;
                        }
                    });
    private final MessageReader reader;
    private final SignedImages images;

    HtmlBodies(MessageReader reader, SignedImages images) {
        this.reader = reader;
        this.images = images;
    }

    /**
     * The message's HTML body, cleaned.
     *
     * @param remote whether images of other hosts are loaded
     * @throws NoSuchMailException the message has none
     */
    HtmlBody.Clean clean(MailAccount account, MessageView message, boolean remote) {
        var part = message.parts().html();
        if (part == null) throw new NoSuchMailException("no HTML body");
        var key =
                new Key(
                        account.id(),
                        message.folder().name(),
                        message.uid(),
                        part.section(),
                        message.receivedAt(),
                        remote,
                        images.period());
        var known = kept.get(key);
        if (known != null) return known;
        var html = reader.text(account, message.folder(), message.uid(), part).text();
        var clean = HtmlBody.readable(html, sources(account, message, remote));
        if (clean.content().length() <= LARGEST_KEPT) kept.put(key, clean);
        return clean;
    }

    private HtmlBody.ImageSources sources(
            MailAccount account, MessageView message, boolean remote) {
        return new HtmlBody.ImageSources() {
            @Override
            public @Nullable String part(String contentId) {
                return images.part(account, message, contentId);
            }

            @Override
            public @Nullable String remote(String address) {
                return remote ? images.remote(account, address) : null;
            }
        };
    }
}
