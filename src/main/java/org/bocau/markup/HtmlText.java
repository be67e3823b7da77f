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
        return new Writer(false).text(html);
    }

    /**
     * The same for those who see nothing else: with the addresses of links and what images show.
     */
    public static String withAddresses(String html) {
        return new Writer(true).text(html);
    }

    private static final class Writer implements NodeVisitor {
        private final StringBuilder out = new StringBuilder();
        private final boolean addresses;
        private int quote;
        private boolean lineStart = true;

        Writer(boolean addresses) {
            this.addresses = addresses;
        }

        String text(String html) {
            var body = Jsoup.parse(html).body();
            body.select(String.join(",", SILENT)).remove();
            body.traverse(this);
            return text();
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
                if (name.equals("hr") && addresses) words("-----");
                if (name.equals("img") && addresses) image(element);
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (!(node instanceof Element element)) return;
            var name = element.normalName();
            if (name.equals("a") && addresses) address(element);
            if (BLOCKS.contains(name)) breakLine();
            if (name.equals("blockquote")) quote--;
            if (PARAGRAPHS.contains(name)) newLine();
        }

        private void image(Element image) {
            if (!image.attr("alt").isBlank()) words("[" + image.attr("alt").strip() + "]");
        }

        /** Where a link leads, unless that is what it says. */
        private void address(Element link) {
            var href = link.attr("href");
            boolean web = href.regionMatches(true, 0, "http", 0, 4);
            if (!web || link.text().isBlank() || bare(href).equals(bare(link.text()))) return;
            words(" <" + href + ">");
        }

        /** As people write addresses. */
        private static String bare(String address) {
            return address.strip()
                    .replaceFirst("(?i)^https?://(?:www\\.)?", "")
                    .replaceFirst("/$", "");
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

        private String text() {
            var lines = out.toString().replaceAll("[ \\t]+\n", "\n").replaceAll("\n{3,}", "\n\n");
            // The line above a signature is the one that ends in a space, RFC 3676 §4.3
            return lines.strip().replaceAll("(?m)^--$", "-- ") + "\n";
        }
    }
}
