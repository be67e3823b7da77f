package org.bocau.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.bocau.account.Credential;

/**
 * Passwords that were right a moment ago, so that a mail program which logs in every minute costs
 * no hash. Only MACs under a key of this process are kept, over account, stored hash, credentials
 * number and password together: a changed password, role or state is a miss by itself, on every
 * node, and no account can meet another's entry.
 */
final class VerifiedPasswords {
    private static final int MOST = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final MacKey key = new MacKey();
    private final Clock clock;
    private final Duration life;
    private final Map<ByteBuffer, Instant> until =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Instant> eldest) {
                    return size() > MOST;
                }
            };

    VerifiedPasswords(Clock clock, Duration life) {
        this.clock = clock;
        this.life = life;
    }

    void add(Credential credential, String password) {
        var mac = mac(credential, password);
        lock.lock();
        try {
            until.put(mac, clock.instant().plus(life));
        } finally {
            lock.unlock();
        }
    }

    /** What is looked up is a MAC the caller cannot predict, so how long it takes tells nothing. */
    boolean contains(Credential credential, String password) {
        var mac = mac(credential, password);
        lock.lock();
        try {
            var end = until.get(mac);
            if (end != null && clock.instant().isBefore(end)) {
                return true;
            }
            until.remove(mac);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private ByteBuffer mac(Credential credential, String password) {
        var hash = credential.passwordHash().getBytes(StandardCharsets.UTF_8);
        var text = Passwords.prepare(password).getBytes(StandardCharsets.UTF_8);
        var whole = ByteBuffer.allocate(8 + 4 + 4 + hash.length + text.length);
        whole.putLong(credential.account().id().value());
        whole.putInt(credential.account().credentials());
        whole.putInt(hash.length).put(hash).put(text);
        return ByteBuffer.wrap(key.mac(whole.array()));
    }
}
