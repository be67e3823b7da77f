package org.bocau.contacts;

import java.time.Duration;
import java.time.Instant;

/**
 * How often and how lately: each use counts one, and half as much every thirty days. Kept as the
 * logarithm of the sum of 2^(time of use / thirty days), so a rank never has to be brought up to
 * date: who is ahead now stays ahead until somebody else is used. Decision 78.
 */
final class Frecency {
    private static final double HALF_LIFE = Duration.ofDays(30).toSeconds();

    /** PostgreSQL would refuse a smaller power of two than this as an underflow. */
    static final int FURTHEST = 500;

    private Frecency() {}

    /** The rank of what has been used once, then. */
    static double at(Instant use) {
        return use.getEpochSecond() / HALF_LIFE;
    }
}
