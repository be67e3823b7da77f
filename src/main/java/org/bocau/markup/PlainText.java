package org.bocau.markup;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A plain-text body cut into what a page shows: runs of text at one quote depth, and the links in
 * them. Only tokens leave here, never markup, so the template escapes every one (T25).
 */
public record PlainText(List<Block> blocks) {
    /**
     * Lines that stand at the same quote depth.
     *
     * @param folded quoted text at the end, which readers have seen before
     */
    public record Block(int depth, boolean folded, List<Token> tokens) {}

    /**
     * A piece of text.
     *
     * @param href where it leads, already allowed by {@link Links}; null for text
     */
    public record Token(String text, @Nullable String href) {}

    private static final int MAX_DEPTH = 8;
    private static final int FOLD_LINES = 4;

    /** Web addresses and mail addresses; what follows a sentence is cut off afterwards. */
    private static final Pattern LINK =
            Pattern.compile(
                    "\\bhttps?://[^\\s<>\"\\[\\]{}|\\\\^`]{1,2000}+"
                            + "|\\bmailto:[^\\s<>\"\\[\\]]{3,320}+"
                            + "|\\bwww\\.[A-Za-z0-9-]{1,63}+\\.[^\\s<>\"\\[\\]{}|\\\\^`]{1,2000}+"
                            + "|(?<![\\w.+/=-])[\\w.+-]{1,64}+@[A-Za-z0-9-]{1,63}+(?:\\.[A-Za-z0-9-]{1,63}+){1,8}+",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

    /** {@code On Monday An wrote:}, perhaps on two lines, as mail programs put it above. */
    private static final Pattern INTRODUCTION =
            Pattern.compile(
                    "\\n((?:On|V\u00e0o|Am|Le)\\b[^\\n]{1,200}(?:\\n[^\\n]{1,200})?:\\s*)$");

    private static final int INTRODUCTION_LENGTH = 420;

    private static final String TRAILING = ".,;:!?'\u2019\u201d\u00bb*_";

    /**
     * Reads a text body.
     *
     * @param flowed its {@code format} parameter was {@code flowed} (RFC 3676)
     * @param delSp its {@code DelSp} parameter was {@code yes}
     */
    public static PlainText of(String text, boolean flowed, boolean delSp) {
        var lines = flowed ? FlowedText.unflow(text, delSp) : quoted(text);
        return new PlainText(fold(blocks(lines)));
    }

    /** One paragraph or line, without its quote marks. */
    public record Line(int depth, String text) {}

    static List<Line> quoted(String text) {
        return text.lines().map(PlainText::unquoted).toList();
    }

    /** Takes the quote marks off: {@code "> > x"} and {@code ">>x"} are both at depth two. */
    private static Line unquoted(String line) {
        int depth = 0;
        int at = 0;
        while (at < line.length() && depth < MAX_DEPTH) {
            if (line.charAt(at) == '>') {
                depth++;
                at++;
            } else if (depth > 0 && line.startsWith(" >", at)) {
                at++;
            } else {
                break;
            }
        }
        if (depth > 0 && at < line.length() && line.charAt(at) == ' ') at++;
        return new Line(depth, line.substring(at));
    }

    private static List<Block> blocks(List<Line> lines) {
        var blocks = new ArrayList<Block>();
        var run = new StringBuilder();
        int depth = 0;
        for (var line : lines) {
            if (line.depth() != depth && !run.isEmpty()) {
                blocks.add(new Block(depth, false, tokens(run.toString())));
                run.setLength(0);
            }
            depth = line.depth();
            run.append(line.text()).append('\n');
        }
        if (!run.isEmpty()) blocks.add(new Block(depth, false, tokens(run.toString())));
        return blocks;
    }

    /** Marks the quotation that ends the message, unless it is short or is all there is. */
    private static List<Block> fold(List<Block> blocks) {
        int first = blocks.size();
        while (first > 0 && (blocks.get(first - 1).depth() > 0 || isBlank(blocks.get(first - 1)))) {
            first--;
        }
        while (first < blocks.size() && blocks.get(first).depth() == 0) first++;
        boolean worthIt =
                blocks.stream().skip(first).mapToLong(PlainText::lines).sum() > FOLD_LINES;
        if (first == 0 || !worthIt) return blocks;
        var folded = new ArrayList<>(blocks.subList(0, first));
        var above = text(folded.getLast());
        var introduction =
                INTRODUCTION
                        .matcher(above)
                        .region(Math.max(0, above.length() - INTRODUCTION_LENGTH), above.length());
        if (introduction.find() && !above.substring(0, introduction.start(1)).isBlank()) {
            folded.removeLast();
            folded.add(new Block(0, false, tokens(above.substring(0, introduction.start(1)))));
            folded.add(new Block(0, true, tokens(introduction.group(1))));
        }
        for (var block : blocks.subList(first, blocks.size())) {
            folded.add(new Block(block.depth(), true, block.tokens()));
        }
        return folded;
    }

    private static String text(Block block) {
        return block.tokens().stream().map(Token::text).collect(Collectors.joining());
    }

    private static long lines(Block block) {
        return block.tokens().stream()
                .mapToLong(t -> t.text().chars().filter(c -> c == '\n').count())
                .sum();
    }

    private static boolean isBlank(Block block) {
        return block.tokens().stream().allMatch(t -> t.text().isBlank());
    }

    /** Blocks that are shown at once. */
    public List<Block> open() {
        return blocks.stream().filter(b -> !b.folded()).toList();
    }

    /** The trailing quotation, perhaps empty. */
    public List<Block> quotation() {
        return blocks.stream().filter(Block::folded).toList();
    }

    public static List<Token> tokens(String text) {
        var tokens = new ArrayList<Token>();
        var link = LINK.matcher(text);
        int from = 0;
        while (link.find()) {
            var shown = trimmed(link.group());
            var href = href(shown);
            if (href == null) continue;
            if (link.start() > from)
                tokens.add(new Token(text.substring(from, link.start()), null));
            tokens.add(new Token(shown, href));
            from = link.start() + shown.length();
        }
        if (from < text.length()) tokens.add(new Token(text.substring(from), null));
        return tokens;
    }

    private static @Nullable String href(String shown) {
        var lower = shown.toLowerCase(java.util.Locale.ROOT);
        if (lower.startsWith("http")) return Links.remote(shown);
        if (lower.startsWith("mailto:")) return Links.compose(shown);
        if (lower.startsWith("www.")) return Links.remote("https://" + shown);
        return Links.compose("mailto:" + shown);
    }

    /** Without the punctuation of the sentence around it; a closing bracket stays if one opened. */
    private static String trimmed(String link) {
        int end = link.length();
        while (end > 1) {
            char last = link.charAt(end - 1);
            boolean unopened = last == ')' && surplus(link, end);
            if (TRAILING.indexOf(last) < 0 && !unopened) break;
            end--;
        }
        return link.substring(0, end);
    }

    /** True when more brackets close than open before {@code end}. */
    private static boolean surplus(String link, int end) {
        long opened = link.chars().limit(end).filter(c -> c == '(').count();
        return link.chars().limit(end).filter(c -> c == ')').count() > opened;
    }
}
