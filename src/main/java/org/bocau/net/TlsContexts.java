package org.bocau.net;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate and how TLS is spoken: 1.2 and 1.3, forward secrecy and authenticated
 * encryption only (RFC 9325 §3, §4.2). When the files change, new handshakes use the new ones; a
 * file that cannot be used leaves the old certificate in place.
 */
public final class TlsContexts {
    private static final Logger log = LoggerFactory.getLogger(TlsContexts.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final String[] CIPHER_SUITES = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };
    private static final String[] GROUPS = {"x25519", "secp256r1", "secp384r1"};
    private static final Duration EXPIRES_SOON = Duration.ofDays(14);

    static { // TLS 1.2 has a client ask for handshakes without end, RFC 9325 §3.5; read at the
        // first
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    private final Path certificate;
    private final Path key;
    private final Clock clock;
    private final Duration patience;
    private final Semaphore handshakes;
    private final List<Runnable> reloaded = new CopyOnWriteArrayList<>();
    private volatile Loaded current;
    private volatile Stamp looked;

    /** What was loaded last. */
    private record Loaded(KeyStore store, SSLContext context, Instant expires) {}

    /** By which a change of the files is noticed. */
    private record Stamp(FileTime certificate, long certificateSize, FileTime key, long keySize) {}

    /**
     * @throws ListenRefusal the files cannot be used
     */
    TlsContexts(Path certificate, Path key, NetProperties properties, Clock clock) {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
        this.patience = properties.handshakePatience();
        this.handshakes = new Semaphore(properties.maxHandshakes());
        try {
            looked = stamp();
            current = load();
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new ListenRefusal(
                    "The TLS certificate %s with key %s cannot be used: %s."
                            .formatted(certificate, key, reason(e)),
                    e);
        }
    }

    void registerWith(MeterRegistry meters) {
        meters.gauge(
                "bocau.net.tls.expires.seconds",
                this,
                tls -> Duration.between(clock.instant(), tls.current.expires()).toSeconds());
    }

    /** The context for new handshakes; ask each time. */
    public SSLContext context() {
        return current.context();
    }

    /** Certificate and key as the only entry of a store, for the web server; ask after a reload. */
    public KeyStore keyStore() {
        return current.store();
    }

    /** Protocols and cipher suites, for others who speak TLS with this certificate. */
    public static List<String> protocols() {
        return List.of(PROTOCOLS);
    }

    public static List<String> cipherSuites() {
        return List.of(CIPHER_SUITES);
    }

    /** Has {@code action} run after each change of the certificate. */
    public void onReload(Runnable action) {
        reloaded.add(action);
    }

    /**
     * Speaks TLS as server over {@code raw}.
     *
     * @throws IOException it failed, or too many others were in their handshakes for too long
     */
    SSLSocket handshake(Socket raw) throws IOException {
        if (!permitted()) {
            throw new IOException("too many TLS handshakes");
        }
        try {
            raw.setSoTimeout((int) patience.toMillis());
            var tls = (SSLSocket) context().getSocketFactory().createSocket(raw, null, true);
            tls.setUseClientMode(false);
            var parameters = tls.getSSLParameters();
            parameters.setProtocols(PROTOCOLS);
            parameters.setCipherSuites(CIPHER_SUITES);
            parameters.setUseCipherSuitesOrder(true);
            parameters.setNamedGroups(GROUPS);
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls;
        } finally {
            handshakes.release();
        }
    }

    private boolean permitted() throws IOException {
        try {
            return handshakes.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Loads the files again if they are not what was looked at last. */
    void reloadIfChanged() {
        @Nullable Stamp now = null;
        try {
            now = stamp();
            if (!now.equals(looked)) {
                current = load();
                log.info("TLS certificate reloaded, valid until {}", current.expires());
                reloaded.forEach(Runnable::run);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            if (now != null && !now.equals(looked)) {
                log.error("TLS certificate not reloaded, the old one stays: {}", reason(e));
            }
        }
        if (now != null) { // half-replaced files are looked at again when the other half comes
            looked = now;
        }
    }

    private Stamp stamp() throws IOException {
        return new Stamp(
                Files.getLastModifiedTime(certificate),
                Files.size(certificate),
                Files.getLastModifiedTime(key),
                Files.size(key));
    }

    private Loaded load() throws IOException, GeneralSecurityException {
        var identity = PemIdentity.read(certificate, key);
        var expires = identity.expires();
        if (expires.isBefore(clock.instant().plus(EXPIRES_SOON))) {
            log.warn("TLS certificate {} expires at {}", certificate, expires);
        }
        var store = identity.store();
        return new Loaded(store, PemIdentity.context(store), expires);
    }

    private static String reason(Exception e) {
        return e instanceof IOException && e.getClass() != IOException.class
                ? e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage()
                : String.valueOf(e.getMessage());
    }
}
