package org.bocau.account;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.bocau.message.EmailAddress;
import org.springframework.stereotype.Component;

/**
 * The Sender Rewriting Scheme: {@code SRS0=seal=day=domain=local@ours}. A message that an alias
 * forwards to another system leaves with an envelope sender of ours, which SPF there lets pass (RFC
 * 7208 §10.3); a notice that comes back to it is passed on to who sent it. Nothing is stored.
 */
@Component
public class SenderRewriting {
    private static final String PREFIX = "SRS0=";
    private static final int SEAL = 8; // characters: 40 bits, good for some days
    private static final int DAYS = 1024; // two digits of base 32

    /** How long notices find their way back: two queues of five days, and some. */
    private static final int DAYS_GOOD = 14;

    private final Seals seals;
    private final Clock clock;

    SenderRewriting(Seals seals, Clock clock) {
        this.seals = seals;
        this.clock = clock;
    }

    /**
     * @param domain ours, which the message is forwarded for
     * @return empty when it does not fit into the 64 octets of a local part
     */
    public Optional<EmailAddress> rewrite(EmailAddress sender, String domain) {
        var rest = day(today()) + "=" + sender.domain() + "=" + sender.localPart();
        try {
            return Optional.of(new EmailAddress(PREFIX + seal(rest) + "=" + rest, domain));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Who is behind an address that was made here not long ago. */
    Optional<EmailAddress> original(EmailAddress address) {
        var local = address.localPart();
        int start = PREFIX.length();
        if (!local.regionMatches(true, 0, PREFIX, 0, start)
                || local.length() < start + SEAL + 5
                || local.charAt(start + SEAL) != '=') {
            return Optional.empty();
        }
        var rest = local.substring(start + SEAL + 1);
        int afterDomain = rest.indexOf('=', 3);
        if (rest.charAt(2) != '='
                || afterDomain < 0
                || !seals.holds(local.substring(start, start + SEAL), "srs", folded(rest), SEAL)) {
            return Optional.empty();
        }
        int age = Math.floorMod(today() - Integer.parseInt(rest.substring(0, 2), 32), DAYS);
        return age > DAYS_GOOD
                ? Optional.empty()
                : Optional.of(
                        new EmailAddress(
                                rest.substring(afterDomain + 1), rest.substring(3, afterDomain)));
    }

    /** Systems on the way may change the case of what they do not understand. */
    private String seal(String rest) {
        return seals.of("srs", folded(rest), SEAL);
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private int today() {
        return Math.toIntExact(
                clock.instant().getEpochSecond() / Duration.ofDays(1).toSeconds() % DAYS);
    }

    private static String day(int day) {
        var digits = Integer.toString(day, 32);
        return digits.length() < 2 ? "0" + digits : digits;
    }
}
