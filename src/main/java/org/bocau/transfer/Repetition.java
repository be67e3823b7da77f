package org.bocau.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bocau.mailclient.MailAccount;
import org.bocau.mailclient.MessageFiling;
import org.bocau.mailclient.NoSuchMailException;
import org.jspecify.annotations.Nullable;

/**
 * Which messages folders have, by 64 bits of the digest of their Message-ID, each folder asked
 * once. Files go folder by folder, so the last few are remembered. Owned by the thread of the
 * import.
 */
final class Repetition {
    private static final int REMEMBERED = 3;

    private final MessageFiling filing;
    private final MailAccount account;
    private final MessageDigest digest = sha256();
    private final Map<String, Set<Long>> folders =
            new LinkedHashMap<>(8, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Set<Long>> eldest) {
                    return size() > REMEMBERED;
                }
            };

    Repetition(MessageFiling filing, MailAccount account) {
        this.filing = filing;
        this.account = account;
    }

    /** False without an id: what has none may come twice. */
    boolean has(String mailbox, @Nullable String messageId) {
        return messageId != null && of(mailbox).contains(key(messageId));
    }

    /** It is there now. */
    void add(String mailbox, @Nullable String messageId) {
        var known = folders.get(mailbox);
        if (known != null && messageId != null) known.add(key(messageId));
    }

    private Set<Long> of(String mailbox) {
        var known = folders.get(mailbox);
        if (known != null) return known;
        var read = new HashSet<Long>();
        try {
            filing.messageIds(account, mailbox, one -> read.add(key(one)));
        } catch (NoSuchMailException _) { // it is told when a message is to go there
            read.clear();
        }
        folders.put(mailbox, read);
        return read;
    }

    private long key(String messageId) {
        return ByteBuffer.wrap(digest.digest(messageId.getBytes(StandardCharsets.UTF_8))).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
