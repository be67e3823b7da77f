package org.bocau.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        private final List<Load.Figure> figures = new ArrayList<>();
        private @Nullable String failure;
    }

    void add(Load load, MailServer server, Load.Figure figure) {
        if (!Double.isNaN(figure.value())) {
            row(load, server).figures.add(figure);
        }
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
        if (row.failure != null) {
            return "failed: " + row.failure.replace('|', '/');
        }
        double value = median(row).value();
        boolean missed = load.unit() == Load.Unit.SHARE && value < load.goal();
        return (missed ? "**" + number(value) + "**" : number(value)) + " " + load.unit().sign();
    }

    private String ratio(Load load, Map<MailServer, Row> measured) {
        var ours = measured.get(servers.get(0));
        var theirs = measured.get(servers.get(1));
        if (ours == null || theirs == null || ours.failure != null || theirs.failure != null) {
            return "";
        }
        double ratio = load.unit().ratio(median(ours).value(), median(theirs).value());
        return ratio >= load.goal() ? number(ratio) : "**" + number(ratio) + "**";
    }

    /** Told once where both say the same. */
    private String notes(Map<MailServer, Row> measured) {
        var different = new TreeSet<String>();
        var each = new ArrayList<String>();
        for (var server : servers) {
            var row = measured.get(server);
            if (row != null && row.failure == null) {
                different.add(median(row).note());
                each.add(median(row).note());
            }
        }
        return String.join(" · ", different.size() == 1 ? different : each);
    }

    /** The measurement in the middle, with what was told of it. */
    private static Load.Figure median(Row row) {
        var sorted = new ArrayList<>(row.figures);
        sorted.sort(Comparator.comparingDouble(Load.Figure::value));
        return sorted.get(sorted.size() / 2);
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
