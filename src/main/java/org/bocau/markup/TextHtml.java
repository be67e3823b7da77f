package org.bocau.markup;

import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Plain text as HTML to go on writing in: a block for each line, quotations as quotations. */
public final class TextHtml {
    private TextHtml() {}

    /** Lines that begin with {@code >} become quotations, as deep as there are marks. */
    public static String of(String text) {
        var root = root();
        append(root, PlainText.quoted(text));
        return root.html();
    }

    /**
     * Names and values one below the other, as above a forwarded message.
     *
     * @param lines each is a name and its value
     */
    public static String fields(String title, List<List<String>> lines) {
        var root = root();
        root.appendElement("div").text(title);
        for (var line : lines) {
            var field = root.appendElement("div");
            field.appendElement("b").text(line.getFirst() + ": ");
            field.appendText(line.getLast());
        }
        return root.html();
    }

    private static Element root() {
        var document = new Document("");
        document.outputSettings().prettyPrint(false).charset("UTF-8");
        return document.appendElement("div");
    }

    private static void append(Element root, List<PlainText.Line> lines) {
        var into = root;
        int depth = 0;
        for (var line : lines) {
            for (; depth < line.depth(); depth++) {
                into = into.appendElement("blockquote").attr("type", "cite");
            }
            for (; depth > line.depth(); depth--) into = parent(into);
            var block = into.appendElement("div");
            if (line.text().isBlank()) block.appendElement("br");
            else block.text(line.text());
        }
    }

    private static Element parent(Element element) {
        var parent = element.parent();
        if (parent == null) throw new IllegalStateException("a quotation outside of the text");
        return parent;
    }
}
