package org.bocau.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.bocau.account.Account;
import org.bocau.account.AccountId;

/**
 * Tokens by which the web layer logs in to the listeners of its own process: account, credentials
 * number and end of life, signed with a key of this process. Nothing is stored, and none outlives
 * the process, nor the credentials it was made with.
 */
final class Tokens {
    private static final int LONGEST = 200;

    private final MacKey key = new MacKey();
    private final Clock clock;
    private final Duration life;

    Tokens(Clock clock, Duration life) {
        this.clock = clock;
        this.life = life;
    }

    String issue(Account account) {
        var end = clock.instant().plus(life).getEpochSecond();
        var text = "%d.%d.%d".formatted(account.id().value(), account.credentials(), end);
        var claim = base64(text.getBytes(StandardCharsets.US_ASCII));
        return claim + "." + base64(sign(claim));
    }

    /** What a token says, if it is ours and its time has not passed. */
    Optional<Claim> read(String token) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var decoder = Base64.getUrlDecoder();
            var claim = token.substring(0, dot);
            if (!MessageDigest.isEqual(sign(claim), decoder.decode(token.substring(dot + 1)))) {
                return Optional.empty();
            }
            var text = new String(decoder.decode(claim), StandardCharsets.US_ASCII);
            var fields = text.split("\\.", -1); // ours: the signature says so
            var end = Instant.ofEpochSecond(Long.parseLong(fields[2]));
            return clock.instant().isBefore(end)
                    ? Optional.of(
                            new Claim(
                                    new AccountId(Long.parseLong(fields[0])),
                                    Integer.parseInt(fields[1])))
                    : Optional.empty();
        } catch (IllegalArgumentException _) { // not base64
            return Optional.empty();
        }
    }

    private byte[] sign(String text) {
        return key.mac(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /** The account a token stands for, as it was when the token was made. */
    record Claim(AccountId account, int credentials) {
        boolean holdsFor(Account now) {
            return now.enabled() && now.id().equals(account) && now.credentials() == credentials;
        }
    }
}
