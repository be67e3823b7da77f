package org.bocau.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * A certificate chain and its private key from PEM files (RFC 7468): what ACME clients write.
 *
 * @param chain the leaf first
 */
record PemIdentity(PrivateKey key, List<X509Certificate> chain) {
    private static final int SESSIONS = 2000;

    /** A ticket's keys live no longer than this; RFC 9325 §3.4. */
    private static final int SESSION_SECONDS = 6 * 60 * 60;

    private static final char[] NO_PASSWORD = new char[0];
    private static final byte[] PROBE = "bocau".getBytes(StandardCharsets.US_ASCII);

    /**
     * @throws GeneralSecurityException they do not belong together
     */
    static PemIdentity read(Path certificate, Path key)
            throws IOException, GeneralSecurityException {
        var identity = new PemIdentity(readKey(key), readChain(certificate));
        identity.requireMatch();
        return identity;
    }

    private static List<X509Certificate> readChain(Path file)
            throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            var chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty()) {
                throw new IOException("it holds no certificate");
            }
            return chain;
        }
    }

    private static PrivateKey readKey(Path file) throws IOException {
        try (var reader = Files.newBufferedReader(file);
                var pem = new PEMParser(reader)) {
            var converter = new JcaPEMKeyConverter();
            for (var part = pem.readObject(); part != null; part = pem.readObject()) {
                switch (part) {
                    case PrivateKeyInfo info -> {
                        return converter.getPrivateKey(info);
                    }
                    case PEMKeyPair pair -> {
                        return converter.getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    default -> {} // EC PARAMETERS come first in what OpenSSL writes
                }
            }
        }
        throw new IOException("it holds no unencrypted private key");
    }

    /** Half-replaced files must not be taken: sign with the one, verify with the other. */
    private void requireMatch() throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                };
        PublicKey certified = chain.getFirst().getPublicKey();
        if (!certified.getAlgorithm().equals(key.getAlgorithm()) || !verifies(algorithm)) {
            throw new GeneralSecurityException("key and certificate do not belong together");
        }
    }

    private boolean verifies(String algorithm) throws GeneralSecurityException {
        var signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(PROBE);
        var verifier = Signature.getInstance(algorithm);
        verifier.initVerify(chain.getFirst().getPublicKey());
        verifier.update(PROBE);
        return verifier.verify(signer.sign());
    }

    Instant expires() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /** A store with this identity as its only entry; its password is empty. */
    KeyStore store() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
        return store;
    }

    /** A context of its own, so that no session of an old certificate is resumed. */
    static SSLContext context(KeyStore store) throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, new SecureRandom());
        context.getServerSessionContext().setSessionCacheSize(SESSIONS);
        context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
        return context;
    }
}
