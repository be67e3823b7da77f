package org.bocau.security;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * What an app password looks like: 26 letters and digits of base32 (RFC 4648 §6), small, without
 * spaces, which some programs do not take; 130 random bits.
 */
final class AppPasswordText {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 26;
    private static final Pattern FORM = Pattern.compile("[a-z2-7]{" + LENGTH + "}");

    private AppPasswordText() {}

    static String random() {
        var random = new SecureRandom();
        var text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** True if it could be one; then it might still be somebody's own password. */
    static boolean looksLike(String password) {
        return FORM.matcher(password).matches();
    }

    /** What is kept of it. No salt and no cost: 130 bits cannot be guessed. */
    static byte[] digest(String text) {
        return ScramKeys.sha256(text.getBytes(StandardCharsets.US_ASCII));
    }
}
