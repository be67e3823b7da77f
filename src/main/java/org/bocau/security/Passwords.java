package org.bocau.security;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bocau.account.FieldRefusal;
import org.bocau.message.EmailAddress;
import org.jspecify.annotations.Nullable;
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
    private final ScramSalts salts;
    private final String nobodys;

    @Autowired
    Passwords(SecurityProperties properties, ScramSalts salts) {
        this(
                argon2(),
                new HashPool(properties.concurrentHashes(), properties.hashesWaiting()),
                salts);
    }

    Passwords(PasswordEncoder encoder, HashPool pool, ScramSalts salts) {
        this.encoder = encoder;
        this.pool = pool;
        this.salts = salts;
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
     * Hashes a new password, and makes what SCRAM needs of it.
     *
     * @param owner whose it will be
     * @throws FieldRefusal at {@code password}: under 8 characters, over 1024 octets, or with a
     *     control character; at the form: too many hashes are being computed
     */
    public String hash(EmailAddress owner, String password) {
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
        return pool.compute(() -> withScram(owner, encoded(prepared), password))
                .orElseThrow(() -> new FieldRefusal("", "refusal.busy"));
    }

    /**
     * A hash of the password together with the keys for SCRAM, where it can be used with that.
     *
     * @param hash by {@link #hash}, or brought from elsewhere
     */
    public String withScram(EmailAddress owner, String hash, String password) {
        var alone = KeptPassword.parse(hash).hash();
        return new KeptPassword(alone, scramKeys(owner.canonical().toString(), password)).column();
    }

    /** Null when the password cannot be used with SCRAM. */
    @Nullable ScramKeys scramKeys(String login, String password) {
        return SaslPrep.prepare(password)
                .map(prepared -> ScramKeys.of(prepared, salts.of(login), ScramKeys.ITERATIONS))
                .orElse(null);
    }

    /** What SCRAM's clients are told to mix with their password. */
    byte[] salt(String login) {
        return salts.of(login);
    }

    /**
     * Checks a hash that was made elsewhere.
     *
     * @throws FieldRefusal at {@code passwordHash}: not {@code {argon2}} or {@code {bcrypt}} with a
     *     bearable cost
     */
    public String brought(String hash) {
        int space = hash.indexOf(' '); // the keys for SCRAM are of use where they were made
        var alone = space < 0 ? hash : hash.substring(0, space);
        if (!BCRYPT.matcher(alone).matches() && !bearableArgon2(alone)) {
            throw new FieldRefusal("passwordHash", "refusal.password.hash");
        }
        return alone;
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
        var alone = KeptPassword.parse(hash).hash();
        return pool.compute(() -> encoder.matches(prepare(password), alone));
    }

    /** Takes as long as {@link #matches} and never does: for login names that are nobody's. */
    Optional<Boolean> matchesNobody(String password) {
        return matches(password, nobodys).map(_ -> false);
    }

    /**
     * What is to be kept instead of a password that has just been right: a stronger hash, or the
     * keys for SCRAM where they are missing. Empty if there is no need or no room.
     */
    Optional<String> renewed(EmailAddress owner, String password, String kept) {
        var now = KeptPassword.parse(kept);
        boolean weak = encoder.upgradeEncoding(now.hash());
        boolean lacking = now.scram() == null && SaslPrep.prepare(password).isPresent();
        if (!weak && !lacking) {
            return Optional.empty();
        }
        return pool.compute(
                () -> withScram(owner, weak ? encoded(prepare(password)) : now.hash(), password));
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
