package org.bocau.trust;

import java.lang.Character.UnicodeScript;
import java.net.IDN;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names of hosts as eyes see them. Nothing here decides where anything is sent. */
final class HostNames {
    /** Below these a country gives out names: {@code com.vn}, {@code co.uk}. */
    private static final Set<String> SHARED_LABELS =
            Set.of(
                    "ac", "biz", "co", "com", "edu", "gob", "gov", "gouv", "health", "info", "int",
                    "mil", "name", "ne", "net", "nhs", "or", "org", "pro", "sch");

    private static final List<Set<UnicodeScript>> TOGETHER =
            List.of(
                    Set.of(
                            UnicodeScript.LATIN,
                            UnicodeScript.HAN,
                            UnicodeScript.HIRAGANA,
                            UnicodeScript.KATAKANA),
                    Set.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
                    Set.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

    /** Letters of others that look like ours, each pair: theirs, ours. */
    private static final String ALIKE =
            "аaвbсcԁdеeғfһhіiјjкkӏiмmнnоoрpԛqгrѕsтtυuѵvԝwхxуyӡ3"
                    + "αaβbςcεeηnιiκkνvοoρpτtυuωwχxγy"
                    + "օoսuհhոnցgզqіiıiɑaɡgʟløođdłiƒfʀrɩi0o1i3e5s|ili";

    private static final Map<Integer, Integer> LETTERS = new HashMap<>();

    static {
        int[] pairs = ALIKE.codePoints().toArray();
        for (int i = 0; i + 1 < pairs.length; i += 2) LETTERS.put(pairs[i], pairs[i + 1]);
    }

    private HostNames() {}

    /**
     * The part of a name that somebody has registered, by the usual shapes: {@code example.com},
     * {@code example.com.vn}. Good enough to tell names apart for a reader.
     */
    static String registered(String host) {
        var labels = host.toLowerCase(Locale.ROOT).split("\\.");
        int n = labels.length;
        if (n <= 2) return host.toLowerCase(Locale.ROOT);
        boolean shared = labels[n - 1].length() == 2 && SHARED_LABELS.contains(labels[n - 2]);
        int keep = shared ? 3 : 2;
        return String.join(".", List.of(labels).subList(n - keep, n));
    }

    /** The label of it that somebody chose. */
    static String chosen(String host) {
        var registered = registered(host);
        int dot = registered.indexOf('.');
        return dot < 0 ? registered : registered.substring(0, dot);
    }

    /** With U-labels, as a browser might show it. */
    static String shown(String host) {
        try {
            return IDN.toUnicode(host, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException unreadable) {
            return host;
        }
    }

    /** True when a label has letters of several scripts that no language writes together. */
    static boolean mixesScripts(String host) {
        for (var label : shown(host).split("\\.")) {
            var scripts = EnumSet.noneOf(UnicodeScript.class);
            label.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
            scripts.remove(UnicodeScript.COMMON);
            scripts.remove(UnicodeScript.INHERITED);
            if (scripts.size() > 1
                    && TOGETHER.stream().noneMatch(set -> set.containsAll(scripts))) {
                return true;
            }
        }
        return false;
    }

    /** What is left of a label when letters that look alike are the same letter. */
    static String skeleton(String label) {
        var out = new StringBuilder();
        Normalizer.normalize(shown(label).toLowerCase(Locale.ROOT), Normalizer.Form.NFKD)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK && c != '-')
                .map(c -> LETTERS.getOrDefault(c, c))
                .forEach(out::appendCodePoint);
        return out.toString().replace("rn", "m").replace("vv", "w");
    }

    /** True when one is the other with one letter more, less, changed, or two exchanged. */
    static boolean oneSlip(String a, String b) {
        if (a.equals(b) || Math.abs(a.length() - b.length()) > 1) return false;
        int start = 0;
        while (start < Math.min(a.length(), b.length()) && a.charAt(start) == b.charAt(start)) {
            start++;
        }
        var restA = a.substring(start);
        var restB = b.substring(start);
        if (a.length() > b.length()) return restA.substring(1).equals(restB);
        if (a.length() < b.length()) return restB.substring(1).equals(restA);
        boolean changed = restA.substring(1).equals(restB.substring(1));
        boolean exchanged =
                restA.length() > 1
                        && restA.charAt(0) == restB.charAt(1)
                        && restA.charAt(1) == restB.charAt(0)
                        && restA.substring(2).equals(restB.substring(2));
        return changed || exchanged;
    }
}
