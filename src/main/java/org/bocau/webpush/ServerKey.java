package org.bocau.webpush;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.bocau.account.Directory;
import org.bocau.database.Vault;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How this server shows push services that it is the one the browser subscribed to: VAPID, RFC
 * 8292. The key pair is made by whoever needs it first and never changes, or every subscription
 * would be lost.
 */
@Component
class ServerKey {
    private static final String PURPOSE = "push-key";
    private static final Duration GOOD_FOR = Duration.ofHours(12); // RFC 8292 §2: 24 at most
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Directory directory;
    private final Clock clock;
    private volatile @Nullable Pair known;

    ServerKey(JdbcClient jdbc, Vault vault, Directory directory, Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.directory = directory;
        this.clock = clock;
    }

    private record Pair(byte[] publicKey, PrivateKey privateKey) {}

    /** As browsers take it: {@code applicationServerKey}, base64url. */
    String publicKey() {
        return BASE64.encodeToString(pair().publicKey());
    }

    /**
     * The Authorization field of a push.
     *
     * @param origin of the push service: scheme, host and port
     */
    String authorization(String origin) {
        long end = clock.instant().plus(GOOD_FOR).getEpochSecond();
        var contact = "mailto:postmaster@" + directory.primaryDomain().orElse("localhost");
        var claims = "{\"aud\":\"%s\",\"exp\":%d,\"sub\":\"%s\"}".formatted(origin, end, contact);
        var signed = base64("{\"typ\":\"JWT\",\"alg\":\"ES256\"}") + "." + base64(claims);
        return "vapid t=" + signed + "." + signature(signed) + ", k=" + publicKey();
    }

    private static String base64(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 7518 §3.4: the two numbers, each of 32 octets. */
    private String signature(String text) {
        try {
            var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair().privateKey());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has ECDSA", e);
        }
    }

    private Pair pair() {
        var pair = known;
        if (pair == null) {
            pair = stored();
            known = pair;
        }
        return pair;
    }

    /** Of two who make one at once the first one's stays. */
    private Pair stored() {
        var fresh = CurvePoint.newPair();
        jdbc.sql(
                        """
                        insert into push_key (id, public_key, private_key) values (1, ?, ?)
                            on conflict do nothing
                        """)
                .params(
                        CurvePoint.octets((ECPublicKey) fresh.getPublic()),
                        vault.seal(fresh.getPrivate().getEncoded(), PURPOSE))
                .update();
        return jdbc.sql("select public_key, private_key from push_key where id = 1")
                .query((row, _) -> new Pair(row.getBytes(1), opened(row.getBytes(2))))
                .single();
    }

    private PrivateKey opened(byte[] sealed) {
        try {
            var spec = new PKCS8EncodedKeySpec(vault.open(sealed, PURPOSE));
            return KeyFactory.getInstance("EC").generatePrivate(spec);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the push key is damaged", e);
        }
    }
}
