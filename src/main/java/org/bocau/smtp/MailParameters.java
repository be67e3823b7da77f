package org.bocau.smtp;

import java.util.Map;

/**
 * The parameters of MAIL. An ESMTP keyword that gets one adds a component here.
 *
 * @param size RFC 1870: octets announced, 0 when none were
 * @param smtpUtf8 RFC 6531
 */
record MailParameters(long size, boolean smtpUtf8) {
    static final MailParameters NONE = new MailParameters(0, false);

    /**
     * @param given by keyword in upper case; the value is empty where there was no equals sign
     */
    static MailParameters of(Map<String, String> given) {
        long size = 0;
        boolean smtpUtf8 = false;
        for (var parameter : given.entrySet()) {
            var value = parameter.getValue();
            switch (parameter.getKey()) {
                case "SIZE" -> size = size(value);
                case "BODY" -> checkBody(value);
                case "SMTPUTF8" -> smtpUtf8 = noValue(value);
                case "AUTH" -> Cursor.checkXtextMailbox(value);
                default -> throw unknown(parameter.getKey());
            }
        }
        return new MailParameters(size, smtpUtf8);
    }

    /** RCPT has none yet. */
    static void none(Map<String, String> given) {
        given.keySet().stream()
                .findFirst()
                .ifPresent(keyword -> {
                    throw unknown(keyword);
                });
    }

    /** RFC 1870 §3: 1*20DIGIT. */
    private static long size(String value) {
        if (value.isEmpty() || value.length() > 20 || !value.chars().allMatch(Cursor::isDigit)) {
            throw SmtpRefusal.syntax("SIZE takes a number of octets");
        }
        return value.length() > 18 ? Long.MAX_VALUE : Long.parseLong(value);
    }

    /** RFC 6152 §2. Octets are kept whatever was declared, so that nothing more hangs on it. */
    private static void checkBody(String value) {
        if (!value.equalsIgnoreCase("7BIT") && !value.equalsIgnoreCase("8BITMIME")) {
            throw SmtpRefusal.syntax("BODY is 7BIT or 8BITMIME");
        }
    }

    private static boolean noValue(String value) {
        if (!value.isEmpty()) {
            throw SmtpRefusal.syntax("SMTPUTF8 takes no value");
        }
        return true;
    }

    /** RFC 5321 §4.1.1.11. */
    private static SmtpRefusal unknown(String keyword) {
        return new SmtpRefusal(555, "5.5.4", "Unsupported parameter " + keyword);
    }
}
