package org.bocau.mailauth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** What signs the canonical header. RFC 6376 §3.3, RFC 8301, RFC 8463. */
public enum Algorithm {
    RSA_SHA256("rsa", "SHA256withRSA"),
    ED25519_SHA256("ed25519", "Ed25519");

    private final String keyType;
    private final String jcaName;

    Algorithm(String keyType, String jcaName) {
        this.keyType = keyType;
        this.jcaName = jcaName;
    }

    /**
     * @throws IllegalArgumentException unknown, or rsa-sha1, which RFC 8301 §3.1 forbids
     */
    static Algorithm of(String name) {
        for (var algorithm : values()) {
            if (algorithm.toString().equalsIgnoreCase(name)) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("unknown algorithm");
    }

    /** The k= of its key record. */
    public String keyType() {
        return keyType;
    }

    boolean verifies(PublicKey key, byte[] header, byte[] signature) {
        try {
            var verifier = Signature.getInstance(jcaName);
            verifier.initVerify(key);
            verifier.update(signed(header));
            return verifier.verify(signature);
        } catch (GeneralSecurityException _) { // a key or signature of the wrong form
            return false;
        }
    }

    byte[] sign(PrivateKey key, byte[] header) {
        try {
            var signer = Signature.getInstance(jcaName);
            signer.initSign(key);
            signer.update(signed(header));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key does not fit " + this, e);
        }
    }

    /** RFC 8463 §3: PureEdDSA signs the hash; RSA hashes itself. */
    private byte[] signed(byte[] header) {
        return this == ED25519_SHA256 ? sha256().digest(header) : header;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** As the a= tag has it. */
    @Override
    public String toString() {
        return keyType + "-sha256";
    }
}
