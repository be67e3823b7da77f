package org.bocau.smtp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import org.bocau.message.Ret;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of MAIL. An ESMTP keyword that gets one adds a component here.
 *
 * @param size RFC 1870: octets announced, 0 when none were
 * @param binary RFC 3030: BODY=BINARYMIME. Of the other values of BODY nothing hangs on which it
 *     is: octets are kept whatever was declared (RFC 6152)
 * @param smtpUtf8 RFC 6531
 * @param ret RFC 3461 §4.3
 * @param envid RFC 3461 §4.4, xtext as it came
 * @param requireTls RFC 8689
 * @param hold RFC 4865: how long the message is kept back
 */
record MailParameters(
        long size,
        boolean binary,
        boolean smtpUtf8,
        @Nullable Ret ret,
        @Nullable String envid,
        boolean requireTls,
        @Nullable Hold hold) {
    static final MailParameters NONE = new MailParameters(0, false, false, null, null, false, null);

    /** FUTURERELEASE: for how long, or until when. RFC 4865 §4. */
    sealed interface Hold {
        record For(Duration time) implements Hold {}

        record Until(Instant time) implements Hold {}
    }

    /**
     * @param given by keyword in upper case; the value is empty where there was no equals sign
     */
    static MailParameters of(Map<String, String> given) {
        var made = NONE;
        for (var parameter : given.entrySet()) {
            made = made.with(parameter.getKey(), parameter.getValue());
        }
        return made;
    }

    private MailParameters with(String keyword, String value) {
        long newSize = size;
        boolean newBinary = binary;
        boolean newUtf8 = smtpUtf8;
        var newRet = ret;
        var newEnvid = envid;
        boolean newTls = requireTls;
        var newHold = hold;
        switch (keyword) {
            case "SIZE" -> newSize = size(value);
            case "BODY" -> newBinary = isBinary(value);
            case "SMTPUTF8" -> newUtf8 = noValue(keyword, value);
            case "AUTH" -> Cursor.checkXtextMailbox(value);
            case "RET" -> newRet = ret(value);
            case "ENVID" -> newEnvid = DsnText.envid(value);
            case "REQUIRETLS" -> newTls = noValue(keyword, value);
            case "HOLDFOR" -> newHold = alone(new Hold.For(seconds(value)));
            case "HOLDUNTIL" -> newHold = alone(new Hold.Until(time(value)));
            default -> throw unknown(keyword);
        }
        return new MailParameters(newSize, newBinary, newUtf8, newRet, newEnvid, newTls, newHold);
    }

    /** RFC 1870 §3: 1*20DIGIT. */
    private static long size(String value) {
        return Cursor.number(value, "SIZE takes a number of octets");
    }

    /** RFC 6152 §2, RFC 3030 §3. */
    private static boolean isBinary(String value) {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "7BIT", "8BITMIME" -> false;
            case "BINARYMIME" -> true;
            default -> throw SmtpRefusal.syntax("BODY is 7BIT, 8BITMIME or BINARYMIME");
        };
    }

    private static Ret ret(String value) {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "FULL" -> Ret.FULL;
            case "HDRS" -> Ret.HDRS;
            default -> throw SmtpRefusal.syntax("RET is FULL or HDRS");
        };
    }

    /** RFC 4865 §4: one of the two, once. */
    private Hold alone(Hold wanted) {
        if (hold != null) {
            throw SmtpRefusal.syntax("HOLDFOR and HOLDUNTIL exclude each other");
        }
        return wanted;
    }

    /** RFC 4865 §4: future-release-integer = %x31-39 *8DIGIT. */
    private static Duration seconds(String value) {
        long seconds = Cursor.number(value, "HOLDFOR takes a number of seconds");
        if (value.length() > 9 || value.startsWith("0")) {
            throw SmtpRefusal.syntax("HOLDFOR takes a number of seconds");
        }
        return Duration.ofSeconds(seconds);
    }

    /** RFC 4865 §4: Internet-style-date-time-UTC. Liberal: another offset. */
    private static Instant time(String value) {
        try {
            return OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeException no) {
            throw SmtpRefusal.syntax("HOLDUNTIL takes a time such as 2026-12-24T18:00:00Z");
        }
    }

    private static boolean noValue(String keyword, String value) {
        if (!value.isEmpty()) {
            throw SmtpRefusal.syntax(keyword + " takes no value");
        }
        return true;
    }

    /** RFC 5321 §4.1.1.11. */
    static SmtpRefusal unknown(String keyword) {
        return new SmtpRefusal(555, "5.5.4", "Unsupported parameter " + keyword);
    }
}
