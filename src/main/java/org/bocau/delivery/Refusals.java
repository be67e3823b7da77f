package org.bocau.delivery;

import java.text.Normalizer;
import org.bocau.message.EmailAddress;

/** How the words of somebody who refuses a message are told. RFC 5429 §2.1. */
final class Refusals {
    private static final int LONGEST = 300;
    private static final String UNSAID = "The recipient refuses this message";

    private Refusals() {}

    /** One line, cut; never empty. */
    static String line(String reason) {
        var line = reason.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (line.isEmpty()) {
            return UNSAID;
        }
        int end = Math.min(line.length(), LONGEST);
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end);
    }

    /** For a reply of SMTP, which is ASCII: without diacritics, or in general words. */
    static DeliveryRefusal at(EmailAddress recipient, String line) {
        var bare =
                Normalizer.normalize(line, Normalizer.Form.NFD)
                        .replaceAll("\\p{M}+", "")
                        .replace('đ', 'd')
                        .replace('Đ', 'D');
        var said = bare.chars().allMatch(c -> c >= ' ' && c <= '~') ? bare : UNSAID;
        return new DeliveryRefusal(
                DeliveryRefusal.Reason.RECIPIENT_REFUSES, "<" + recipient + "> " + said);
    }
}
