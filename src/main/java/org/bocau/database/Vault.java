package org.bocau.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what the database keeps but must not tell whoever reads it or a copy of it: private keys,
 * passwords for other servers. AES-256-GCM (NIST SP 800-38D) under a key that stays in a file
 * beside the database. Safe for use by many threads.
 */
public final class Vault {
    /** In the data directory; every node of a database has the same one. */
    static final String FILE = "secret.key";

    private static final int KEY_OCTETS = 32;
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    private Vault(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * With the key of this directory, which is made, mode 0600, when it is missing.
     *
     * @throws StartupRefusal it cannot be read or written, or is no key
     */
    public static Vault in(Path directory) {
        var file = directory.resolve(FILE);
        try {
            byte[] key = existing(file);
            if (key.length != KEY_OCTETS) {
                throw new StartupRefusal(
                        "The key in " + file + " is damaged: it has not 32 octets.");
            }
            return new Vault(key);
        } catch (IOException e) {
            throw new StartupRefusal("The key in " + file + " cannot be used.", e);
        }
    }

    private static byte[] existing(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            create(file);
            return Files.readAllBytes(file);
        }
    }

    /** Whole or not at all: half a key would lock away what is sealed next. */
    private static void create(Path file) throws IOException {
        byte[] key = new byte[KEY_OCTETS];
        new SecureRandom().nextBytes(key);
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var temporary = Files.createTempFile(file.getParent(), FILE, ".new", mode);
        try (var channel =
                Files.newByteChannel(
                        temporary, Set.of(StandardOpenOption.WRITE, StandardOpenOption.SYNC))) {
            channel.write(ByteBuffer.wrap(key));
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * @param purpose what it is and whose: only with the same words is it opened again, so that
     *     rows cannot be exchanged
     */
    public byte[] seal(byte[] secret, String purpose) {
        byte[] nonce = new byte[NONCE_OCTETS];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, purpose);
            byte[] sealed = cipher.doFinal(secret);
            return ByteBuffer.allocate(NONCE_OCTETS + sealed.length).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /**
     * @throws IllegalArgumentException sealed under another key or for another purpose, or damaged
     */
    public byte[] open(byte[] sealed, String purpose) {
        if (sealed.length < NONCE_OCTETS) {
            throw new IllegalArgumentException("not a sealed secret");
        }
        byte[] nonce = new byte[NONCE_OCTETS];
        ByteBuffer.wrap(sealed).get(nonce);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, purpose)
                    .doFinal(sealed, NONCE_OCTETS, sealed.length - NONCE_OCTETS);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("sealed by another key, or damaged", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
