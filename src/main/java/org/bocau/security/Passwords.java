package org.bocau.security;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bocau.account.FieldRefusal;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords: Argon2id with 19 MiB and two passes (OWASP's minimum), as a PHC string after
 * its scheme in braces. {@code {bcrypt}} is understood, and replaced at the next login.
 *
 * <p>Text is prepared as RFC 8265 §4.2.2 (OpaqueString) has it: NFC, every space an ASCII one.
 */
@Component
public class Passwords {
    /** Octets in UTF-8; longer ones are refused before they are hashed. */
    static final int LONGEST = 1024;

    private static final int SHORTEST = 8; // characters; NIST SP 800-63B §3.1.1.2

    private static final Pattern ARGON2 =
            Pattern.compile(
                    "\\{argon2}\\$argon2(?:id|i|d)\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=(\\d{1,2})"
                            + "\\$[A-Za-z0-9+/]{11,86}\\$[A-Za-z0-9+/]{22,86}");
    private static final Pattern BCRYPT =
            Pattern.compile("\\{bcrypt}\\$2[aby]\\$(?:0[4-9]|1[0-5])\\$[./A-Za-z0-9]{53}");

    // what an administrator brings is computed at every login, in a heap of 256 MB
    private static final int MOST_KIBIBYTES = 64 << 10;
    private static final int MOST_PASSES = 10;
    private static final int MOST_LANES = 16;

    private final PasswordEncoder encoder;
    private final HashPool pool;
    private final String nobodys;

    @Autowired
    Passwords(SecurityProperties properties) {
        this(argon2(), new HashPool(properties.concurrentHashes(), properties.hashesWaiting()));
    }

    Passwords(PasswordEncoder encoder, HashPool pool) {
        this.encoder = encoder;
        this.pool = pool;
        this.nobodys = encoded("nobody's password");
    }

    static PasswordEncoder argon2() {
        return new DelegatingPasswordEncoder(
                "argon2",
                Map.of(
                        "argon2", new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2),
                        "bcrypt", new BCryptPasswordEncoder()));
    }

    /**
     * Hashes a new password.
     *
     * @throws FieldRefusal at {@code password}: under 8 characters, over 1024 octets, or with a
     *     control character; at the form: too many hashes are being computed
     */
    public String hash(String password) {
        var prepared = prepare(password);
        if (prepared.codePointCount(0, prepared.length()) < SHORTEST) {
            throw new FieldRefusal("password", "refusal.password.short", SHORTEST);
        }
        if (tooLong(prepared)) {
            throw new FieldRefusal("password", "refusal.password.long", LONGEST);
        }
        if (prepared.chars().anyMatch(Character::isISOControl)) {
            throw new FieldRefusal("password", "refusal.password.control");
        }
        return pool.compute(() -> encoded(prepared))
                .orElseThrow(() -> new FieldRefusal("", "refusal.busy"));
    }

    /**
     * Checks a hash that was made elsewhere.
     *
     * @throws FieldRefusal at {@code passwordHash}: not {@code {argon2}} or {@code {bcrypt}} with a
     *     bearable cost
     */
    public String brought(String hash) {
        if (!BCRYPT.matcher(hash).matches() && !bearableArgon2(hash)) {
            throw new FieldRefusal("passwordHash", "refusal.password.hash");
        }
        return hash;
    }

    private static boolean bearableArgon2(String hash) {
        var costs = ARGON2.matcher(hash);
        if (!costs.matches()) {
            return false;
        }
        int kibibytes = Integer.parseInt(costs.group(1));
        int passes = Integer.parseInt(costs.group(2));
        int lanes = Integer.parseInt(costs.group(3));
        return 1 <= passes
                && passes <= MOST_PASSES
                && 1 <= lanes
                && lanes <= MOST_LANES
                && 8 * lanes <= kibibytes // RFC 9106 §3.1
                && kibibytes <= MOST_KIBIBYTES;
    }

    /** True if it is too long to be anybody's; nothing is computed for it. */
    static boolean tooLong(String password) {
        return password.length() > LONGEST
                || password.getBytes(StandardCharsets.UTF_8).length > LONGEST;
    }

    /** Whether the password belongs to the hash; empty when too many hashes are being computed. */
    Optional<Boolean> matches(String password, String hash) {
        return pool.compute(() -> encoder.matches(prepare(password), hash));
    }

    /** Takes as long as {@link #matches} and never does: for login names that are nobody's. */
    Optional<Boolean> matchesNobody(String password) {
        return matches(password, nobodys).map(_ -> false);
    }

    /**
     * A stronger hash of a password that has just been right; empty if there is no need or no room.
     */
    Optional<String> renewed(String password, String hash) {
        return encoder.upgradeEncoding(hash)
                ? pool.compute(() -> encoded(prepare(password)))
                : Optional.empty();
    }

    static String prepare(String password) {
        var spaced =
                password.codePoints()
                        .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append);
        return Normalizer.normalize(spaced, Normalizer.Form.NFC);
    }

    private String encoded(String prepared) {
        var hash = encoder.encode(prepared);
        if (hash == null) {
            throw new IllegalStateException("no hash");
        }
        return hash;
    }
}
