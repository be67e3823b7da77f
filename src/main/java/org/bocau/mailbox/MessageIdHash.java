package org.bocau.mailbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Message ids as the store keeps them: 64 bits of SHA-256, so that nobody collides at will. */
final class MessageIdHash {
    private MessageIdHash() {}

    static long of(String messageId) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(messageId.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static @Nullable Long orNull(@Nullable String messageId) {
        return messageId == null ? null : of(messageId);
    }

    /** In their order. */
    static Long[] all(Collection<String> messageIds) {
        return messageIds.stream().map(MessageIdHash::of).toArray(Long[]::new);
    }
}
