package org.bocau.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What was measured, and the table of it. */
final class Results {
    private final List<MailServer> servers;
    private final Map<Load, Map<MailServer, Row>> rows = new LinkedHashMap<>();

    Results(List<MailServer> servers) {
        this.servers = servers;
    }

    /** Of one load on one server. */
    private static final class Row {
        private final List<Double> values = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private @Nullable String failure;
    }

    void add(Load load, MailServer server, Load.Figure figure) {
        var row = row(load, server);
        row.values.add(figure.value());
        row.notes.add(figure.note());
    }

    void failed(Load load, MailServer server, String why) {
        row(load, server).failure = why;
    }

    private Row row(Load load, MailServer server) {
        return rows.computeIfAbsent(load, _ -> new HashMap<>())
                .computeIfAbsent(server, _ -> new Row());
    }

    /** Markdown: figures, and how many times better the first server is than each other. */
    String table() {
        var out = new StringBuilder("| load | goal |");
        servers.forEach(server -> out.append(' ').append(server.name()).append(" |"));
        out.append(servers.size() > 1 ? " ratio |" : "").append(" notes |\n|---|---|");
        out.append("---|".repeat(servers.size() + (servers.size() > 1 ? 2 : 1))).append('\n');
        rows.forEach((load, measured) -> line(out, load, measured));
        return out.toString();
    }

    private void line(StringBuilder out, Load load, Map<MailServer, Row> measured) {
        out.append("| ").append(load.title()).append(" | ");
        out.append(load.goal() > 0 ? "≥ " + trimmed(load.goal()) : "").append(" |");
        for (var server : servers) {
            out.append(' ').append(cell(load, measured.get(server))).append(" |");
        }
        if (servers.size() > 1) {
            out.append(' ').append(ratio(load, measured)).append(" |");
        }
        out.append(' ').append(notes(measured)).append(" |\n");
    }

    private static String cell(Load load, @Nullable Row row) {
        if (row == null) {
            return "";
        }
        return row.failure != null
                ? "failed: " + row.failure.replace('|', '/')
                : number(median(row)) + " " + load.unit().sign();
    }

    private String ratio(Load load, Map<MailServer, Row> measured) {
        var ours = measured.get(servers.get(0));
        var theirs = measured.get(servers.get(1));
        if (ours == null || theirs == null || ours.failure != null || theirs.failure != null) {
            return "";
        }
        double ratio = load.unit().ratio(median(ours), median(theirs));
        return ratio >= load.goal() ? number(ratio) : "**" + number(ratio) + "**";
    }

    /** Told once where both say the same. */
    private String notes(Map<MailServer, Row> measured) {
        var different = new TreeSet<String>();
        var each = new ArrayList<String>();
        for (var server : servers) {
            var row = measured.get(server);
            var said = row == null ? "" : String.join(", ", new TreeSet<>(row.notes));
            different.add(said);
            each.add(said);
        }
        return different.size() == 1 ? each.getFirst() : String.join(" · ", each);
    }

    private static double median(Row row) {
        return Timing.median(row.values.stream().mapToDouble(Objects::requireNonNull).toArray());
    }

    /** Three digits that mean something. */
    private static String number(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }

    private static String trimmed(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
