package org.bocau.bench;

/**
 * One row of the table.
 *
 * @param id for {@code --only}
 * @param goal the ratio that is wanted, or 0
 * @param state what the servers may have kept before each measurement
 */
record Load(String id, String title, Unit unit, State state, double goal, Measurement measurement) {
    /** What a figure counts. */
    enum Unit {
        MILLISECONDS("ms", false),
        PER_SECOND("/s", true),
        MEGABYTES_PER_SECOND("MB/s", true),
        KIBIBYTES("KiB", false),
        /** Of something that is measured with it; the goal is one for the figure itself. */
        SHARE("×", true);

        private final String sign;
        private final boolean moreIsBetter;

        Unit(String sign, boolean moreIsBetter) {
            this.sign = sign;
            this.moreIsBetter = moreIsBetter;
        }

        String sign() {
            return sign;
        }

        /** How many times better the first figure is than the second. */
        double ratio(double ours, double theirs) {
            return moreIsBetter ? ours / theirs : theirs / ours;
        }
    }

    /** Before a measurement. */
    enum State {
        /** Started anew, without caches. */
        COLD,
        /** Has done the same before. */
        WARM,
        /** Started anew once, and warmed up by the load itself. */
        FRESH
    }

    /** Does the work once and says how it went. */
    interface Measurement {
        Figure measure(Run run) throws Exception;
    }

    /** Of one measurement: which server, how much. */
    record Run(MailServer server, Options options, int round) {
        int messages() {
            return options.messages();
        }

        /** At most as many as there are messages. */
        int atMost(int count) {
            return Math.min(count, options.messages());
        }
    }

    /**
     * @param note what must be equal for both servers (hits, octets), or what else there is to tell
     */
    record Figure(double value, String note) {
        /** There is nothing to measure on this server. */
        static final Figure NONE = new Figure(Double.NaN, "");

        static Figure of(double value) {
            return new Figure(value, "");
        }
    }

    static Load warm(String id, String title, double goal, Measurement measurement) {
        return new Load(id, title, Unit.MILLISECONDS, State.WARM, goal, measurement);
    }

    static Load cold(String id, String title, double goal, Measurement measurement) {
        return new Load(id, title, Unit.MILLISECONDS, State.COLD, goal, measurement);
    }

    static Load rate(String id, String title, double goal, Measurement measurement) {
        return new Load(id, title, Unit.PER_SECOND, State.WARM, goal, measurement);
    }
}
