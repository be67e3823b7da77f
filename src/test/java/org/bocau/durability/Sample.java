package org.bocau.durability;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * A message that proves itself: its subject is the SHA-256 of its body. Most are of some kilobytes;
 * one in sixteen is larger than what one row of the store holds, and takes another path.
 */
record Sample(String digest, String octets) {
    private static final Pattern SUBJECT = Pattern.compile("(?m)^Subject: (\\S+)$");
    private static final int LARGE_LINES = 20_000;
    private static final int HUGE_LINES = 200_000;

    static Sample of(Random random) {
        int most = random.nextInt(16) == 0 ? LARGE_LINES : 200;
        return of(random, most / 2 + random.nextInt(most / 2));
    }

    /** Of some megabytes: on its way in it is a file. */
    static Sample huge(Random random) {
        return of(random, HUGE_LINES);
    }

    private static Sample of(Random random, int lines) {
        var body = new StringBuilder();
        for (int left = lines; left > 0; left--) {
            body.append(HexFormat.of().toHexDigits(random.nextLong())).append("\r\n");
        }
        var digest = digest(body.toString());
        return new Sample(digest, "Subject: " + digest + "\r\n\r\n" + body);
    }

    /** What a stored message says of itself; one whose body is another is {@code damaged}. */
    static String read(String message) {
        int body = message.indexOf("\r\n\r\n") + 4;
        var subject = SUBJECT.matcher(message);
        var said = subject.find() ? subject.group(1) : "nothing";
        return digest(message.substring(body)).equals(said) ? said : "damaged " + said;
    }

    private static String digest(String octets) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(sha.digest(octets.getBytes(StandardCharsets.ISO_8859_1)), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
