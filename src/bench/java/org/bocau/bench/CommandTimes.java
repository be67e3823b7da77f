package org.bocau.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How long the commands of a mixed load took, by kind: where the time of a server is. */
final class CommandTimes {
    /** Milliseconds of one kind, in a growing array. */
    private static final class Kind {
        private double[] times = new double[256];
        private int count;

        void add(double time) {
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = time;
        }

        double[] all() {
            return Arrays.copyOf(times, count);
        }

        double sum() {
            return Arrays.stream(times, 0, count).sum();
        }
    }

    private final Map<String, Kind> kinds = new TreeMap<>();

    void add(String kind, double milliseconds) {
        kinds.computeIfAbsent(kind, _ -> new Kind()).add(milliseconds);
    }

    /** A line for each kind, the most expensive first: count, median, mean, share of the time. */
    static List<String> table(List<CommandTimes> clients) {
        var all = new CommandTimes();
        for (var client : clients) {
            client.kinds.forEach(
                    (name, kind) -> Arrays.stream(kind.all()).forEach(time -> all.add(name, time)));
        }
        double total = all.kinds.values().stream().mapToDouble(Kind::sum).sum();
        return all.kinds.entrySet().stream()
                .sorted(Comparator.comparingDouble(kind -> -kind.getValue().sum()))
                .map(kind -> line(kind.getKey(), kind.getValue(), total))
                .toList();
    }

    private static String line(String name, Kind kind, double total) {
        double sum = kind.sum();
        return String.format(
                Locale.ROOT,
                "%-12s %7d  p50 %8.3f ms  mean %8.3f ms  %5.1f %%",
                name,
                kind.count,
                Timing.median(kind.all()),
                sum / kind.count,
                100 * sum / total);
    }
}
