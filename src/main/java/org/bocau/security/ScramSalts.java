package org.bocau.security;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bocau.account.SharedSecrets;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The salt of each login name: an HMAC of it under a key that all nodes share. So there is one for
 * names that are nobody's too, in the same way and for ever, and nothing tells them apart (RFC 5802
 * §9); and all passwords of an account have the same, which lets one exchange be checked against
 * each of them.
 */
@Component
class ScramSalts {
    private static final int OCTETS = 16;
    private static final String NAME = "scram-salts";

    private final Supplier<byte[]> secret;
    private volatile @Nullable MacKey key;

    @Autowired
    ScramSalts(SharedSecrets secrets) {
        this(() -> secrets.key(NAME));
    }

    /**
     * @param secret 32 octets; asked for when they are first needed
     */
    ScramSalts(Supplier<byte[]> secret) {
        this.secret = secret;
    }

    /**
     * @param name canonical, where it is an address
     */
    byte[] of(String name) {
        return Arrays.copyOf(key().mac(name.getBytes(StandardCharsets.UTF_8)), OCTETS);
    }

    private MacKey key() {
        var known = key;
        if (known == null) {
            known = new MacKey(secret.get());
            key = known;
        }
        return known;
    }
}
