package org.bocau.security;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Counts the hashes that are computed to check a password: equal counts are equal times. */
final class CountingEncoder implements PasswordEncoder {
    private final PasswordEncoder encoder = Passwords.argon2();
    private final AtomicInteger checks = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();

    int checks() {
        return checks.get();
    }

    int made() {
        return made.get();
    }

    @Override
    public @Nullable String encode(@Nullable CharSequence password) {
        made.incrementAndGet();
        return encoder.encode(password);
    }

    @Override
    public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
        checks.incrementAndGet();
        return encoder.matches(password, hash);
    }

    @Override
    public boolean upgradeEncoding(@Nullable String hash) {
        return encoder.upgradeEncoding(hash);
    }
}
