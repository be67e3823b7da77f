package org.bocau.markup;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * Folds what a mail quotes at its end: readers have seen it before. Knows quotations by the marks
 * that mail programs leave; one without anything above it (a forwarded message) or with an answer
 * below it stays open. Works on elements already cleaned, before they are written out.
 */
final class QuotedTail {
    /** The quotation is within this element. */
    private static final String QUOTATIONS =
            "div.gmail_quote, blockquote.gmail_quote, blockquote[type=cite], div.yahoo_quoted,"
                    + " blockquote.protonmail_quote, div.protonmail_quote, blockquote.zmail_extra";

    /** The quotation begins here and is all that follows. */
    private static final String BEGINNINGS =
            ("div.moz-cite-prefix, div#%1$sappendonsend, div#%1$sdivRplyFwdMsg,"
                            + " div#%1$sreply-intro")
                    .formatted(HtmlBody.ID_PREFIX);

    static final String CLASS = "quoted-tail";

    private QuotedTail() {}

    static void fold(Element root) {
        var first = root.selectFirst(QUOTATIONS + ", " + BEGINNINGS);
        if (first == null || !saysSomething(before(first, root))) return;
        var tail = new ArrayList<Node>();
        for (Node node = first; node != null; node = node.nextSibling()) tail.add(node);
        boolean rest = first.is(BEGINNINGS);
        if (!rest && (answersBelow(tail) || saysSomething(after(first, root)))) return;
        var details = new Element("details").addClass(CLASS);
        details.appendChild(new Element("summary").text("•••"));
        first.before(details);
        tail.forEach(details::appendChild); // moves it there
    }

    /** Somebody wrote between or below what they quote. */
    private static boolean answersBelow(List<Node> tail) {
        return saysSomething(
                tail.stream()
                        .skip(1)
                        .filter(n -> !(n instanceof Element e && e.is(QUOTATIONS)))
                        .toList());
    }

    /** Siblings before this node, and before each that it is in. */
    private static List<Node> before(Element from, Element root) {
        var nodes = new ArrayList<Node>();
        for (Element at = from; at != null && !at.equals(root); at = at.parent()) {
            for (Node node = at.previousSibling(); node != null; node = node.previousSibling())
                nodes.add(node);
        }
        return nodes;
    }

    private static List<Node> after(Element from, Element root) {
        var nodes = new ArrayList<Node>();
        for (Element at = from.parent(); at != null && !at.equals(root); at = at.parent()) {
            for (Node node = at.nextSibling(); node != null; node = node.nextSibling())
                nodes.add(node);
        }
        return nodes;
    }

    private static boolean saysSomething(List<Node> nodes) {
        return nodes.stream().anyMatch(QuotedTail::saysSomething);
    }

    private static boolean saysSomething(Node node) {
        if (node instanceof TextNode text) return !text.isBlank();
        return node instanceof Element element
                && (element.hasText()
                        || element.is("img[src]")
                        || element.selectFirst("img[src]") != null);
    }
}
