package org.bocau.account;

/**
 * What an account has sent lately and what it may, its defaults filled in; a limit of 0 is none.
 *
 * @param refused how often within the day a limit was met
 */
public record SendingRow(
        AccountId account,
        String address,
        long inHour,
        long inDay,
        long newInDay,
        long refused,
        int perHour,
        int perDay,
        int newPerDay) {

    /** True when this much is more than the account may send. */
    boolean exceeded() {
        return exceeds(inHour, perHour) || exceeds(inDay, perDay) || exceeds(newInDay, newPerDay);
    }

    /** How many recipients more it may have now. */
    int left() {
        return (int) Math.min(left(inHour, perHour), left(inDay, perDay));
    }

    private static boolean exceeds(long sent, int limit) {
        return limit > 0 && sent > limit;
    }

    private static long left(long sent, int limit) {
        return limit == 0 ? Integer.MAX_VALUE : Math.max(0, limit - sent);
    }
}
