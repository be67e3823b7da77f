package org.bocau.markup;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * The text of an HTML body, for quoting and for readers who prefer it: lines, lists and quotations.
 */
public final class HtmlText {
    private static final Set<String> BLOCKS =
            Set.of(
                    ("p div table tr ul ol li h1 h2 h3 h4 h5 h6 blockquote pre section article header footer"
                                    + " address center hr dl dt dd figure")
                            .split(" "));
    private static final Set<String> PARAGRAPHS =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table");
    private static final Set<String> SILENT =
            Set.of("script", "style", "head", "title", "template", "noscript");

    private HtmlText() {}

    public static String of(String html) {
        var writer = new Writer();
        writer.silentAware(Jsoup.parse(html).body());
        return writer.text();
    }

    private static final class Writer implements NodeVisitor {
        private final StringBuilder out = new StringBuilder();
        private int quote;
        private boolean lineStart = true;

        void silentAware(Element body) {
            body.select(String.join(",", SILENT)).remove();
            body.traverse(this);
        }

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                words(text.getWholeText());
            } else if (node instanceof Element element) {
                var name = element.normalName();
                if (BLOCKS.contains(name)) breakLine();
                if (name.equals("blockquote")) quote = Math.min(quote + 1, 8);
                if (name.equals("br")) newLine();
                if (name.equals("li")) words("• ");
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (!(node instanceof Element element)) return;
            var name = element.normalName();
            if (BLOCKS.contains(name)) breakLine();
            if (name.equals("blockquote")) quote--;
            if (PARAGRAPHS.contains(name)) newLine();
        }

        private void words(String text) {
            var collapsed = text.replaceAll("[\\s\\u00a0]+", " ");
            if (lineStart) collapsed = collapsed.stripLeading();
            if (collapsed.isEmpty()) return;
            if (lineStart && quote > 0) out.append(">".repeat(quote)).append(' ');
            out.append(collapsed);
            lineStart = false;
        }

        private void breakLine() {
            if (!lineStart) newLine();
        }

        private void newLine() {
            if (lineStart && quote > 0) out.append(">".repeat(quote));
            out.append('\n');
            lineStart = true;
        }

        String text() {
            return out.toString().replaceAll("[ \\t]+\n", "\n").replaceAll("\n{3,}", "\n\n").strip()
                    + "\n";
        }
    }
}
