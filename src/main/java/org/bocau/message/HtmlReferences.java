package org.bocau.message;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Character references of HTML 4 as far as they stand for letters and punctuation. */
final class HtmlReferences {
    /** In the order of U+00A0 to U+00FF. */
    private static final String LATIN_1 =
            """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr
            deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest
            Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml
            ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig
            agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml
            eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
            """;

    private static final String OTHERS =
            """
            quot " amp & lt < gt > apos ' OElig Œ oelig œ Scaron Š scaron š Yuml Ÿ fnof ƒ circ ˆ tilde ˜
            ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ dagger † Dagger ‡ bull •
            hellip … permil ‰ prime ′ Prime ″ lsaquo ‹ rsaquo › euro € trade ™ larr ← uarr ↑ rarr →
            darr ↓ harr ↔ minus − infin ∞ asymp ≈ ne ≠ le ≤ ge ≥ Abreve Ă abreve ă Dstrok Đ dstrok đ
            alpha α beta β gamma γ delta δ epsilon ε lambda λ mu μ pi π sigma σ tau τ phi φ omega ω
            Delta Δ Sigma Σ Omega Ω star ☆ check ✓ phone ☎ hearts ♥
            """;

    /** They stand for nothing one could see. */
    private static final String INVISIBLE = "zwnj zwj lrm rlm shy ZeroWidthSpace NoBreak";

    private static final String BLANK = "ensp emsp thinsp Tab NewLine";

    private static final Map<String, String> NAMED = named();

    private HtmlReferences() {}

    /** What a reference of that name shows: null if it is none, empty if it is invisible. */
    static @Nullable String text(String name) {
        return name.startsWith("#") ? numbered(name.substring(1)) : NAMED.get(name);
    }

    private static @Nullable String numbered(String number) {
        boolean hex = number.startsWith("x") || number.startsWith("X");
        var digits = hex ? number.substring(1) : number;
        if (digits.isEmpty() || digits.length() > 8) {
            return null;
        }
        int point;
        try {
            point = Integer.parseInt(digits, hex ? 16 : 10);
        } catch (NumberFormatException e) {
            return null;
        }
        boolean surrogate = point >= 0xd800 && point <= 0xdfff;
        if (point <= 0 || !Character.isValidCodePoint(point) || surrogate) {
            return "\ufffd";
        }
        return Character.toString(point);
    }

    private static Map<String, String> named() {
        var named = new HashMap<String, String>();
        var latin = LATIN_1.strip().split("\\s+");
        for (int i = 0; i < latin.length; i++) {
            named.put(latin[i], String.valueOf((char) (0xa0 + i)));
        }
        var others = OTHERS.strip().split("\\s+");
        for (int i = 0; i < others.length; i += 2) {
            named.put(others[i], others[i + 1]);
        }
        for (var name : INVISIBLE.split(" ")) {
            named.put(name, "");
        }
        for (var name : BLANK.split(" ")) {
            named.put(name, " ");
        }
        return Map.copyOf(named);
    }
}
