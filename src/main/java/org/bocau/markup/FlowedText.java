package org.bocau.markup;

import java.util.ArrayList;
import java.util.List;

/** {@code text/plain; format=flowed}: paragraphs that reflow on any screen. RFC 3676. */
public final class FlowedText {
    private static final int WIDTH = 72; // §4.2: at most 78, quoting adds to it
    private static final int MAX_LINE =
            990; // RFC 5322 §2.1.1, less the line end and some quote marks
    private static final String SIGNATURE = "-- ";

    private FlowedText() {}

    /** Joins soft-broken lines of the same quote depth into paragraphs. §4.1 */
    public static List<PlainText.Line> unflow(String text, boolean delSp) {
        var lines = new ArrayList<PlainText.Line>();
        StringBuilder paragraph = null;
        int depth = 0;
        for (var raw : text.lines().toList()) {
            int marks = 0;
            while (marks < raw.length() && raw.charAt(marks) == '>') marks++;
            var content = raw.substring(marks);
            if (content.startsWith(" ")) content = content.substring(1); // §4.4: space-stuffing
            if (paragraph != null && marks != depth) { // §4.5: improper quoting ends the paragraph
                lines.add(new PlainText.Line(depth, paragraph.toString()));
                paragraph = null;
            }
            boolean soft = content.endsWith(" ") && !content.equals(SIGNATURE);
            var kept = soft && delSp ? content.substring(0, content.length() - 1) : content;
            if (content.equals(SIGNATURE) && paragraph != null) {
                lines.add(new PlainText.Line(depth, paragraph.toString()));
                paragraph = null;
            }
            if (paragraph == null) paragraph = new StringBuilder();
            paragraph.append(kept);
            depth = marks;
            if (!soft) {
                lines.add(new PlainText.Line(depth, paragraph.toString()));
                paragraph = null;
            }
        }
        if (paragraph != null) lines.add(new PlainText.Line(depth, paragraph.toString()));
        return lines;
    }

    /** Breaks long lines softly and stuffs those that would be misread. Lines end in CRLF. §4.2 */
    public static String flow(String text) {
        var out = new StringBuilder();
        for (var line : text.lines().toList()) {
            int marks = 0;
            while (marks < line.length() && line.charAt(marks) == '>') marks++;
            var content =
                    marks > 0 && line.startsWith(" ", marks)
                            ? line.substring(marks + 1)
                            : line.substring(marks);
            paragraph(out, ">".repeat(marks), content);
        }
        return out.toString();
    }

    private static void paragraph(StringBuilder out, String marks, String content) {
        var rest =
                content.equals(SIGNATURE)
                        ? content
                        : content.stripTrailing(); // a hard break has none
        while (rest.length() > WIDTH) {
            int cut = cut(rest);
            if (cut < 0) break;
            line(out, marks, rest.substring(0, cut));
            rest = rest.substring(cut);
        }
        line(out, marks, rest);
    }

    /**
     * Where the next line begins: after the last space that fits, else after the first there is.
     */
    private static int cut(String text) {
        int space = text.lastIndexOf(' ', WIDTH - 1);
        if (space <= 0) space = text.indexOf(' ', WIDTH);
        if (space >= 0 && space < text.length() - 1 && space < MAX_LINE) return space + 1;
        return text.length() > MAX_LINE
                ? MAX_LINE
                : -1; // a word without end, cut rather than refused
    }

    private static void line(StringBuilder out, String marks, String content) {
        boolean stuff =
                !marks.isEmpty()
                        || content.startsWith(" ")
                        || content.startsWith(">")
                        || content.startsWith("From ");
        out.append(marks);
        if (stuff && !content.isEmpty()) out.append(' ');
        out.append(content).append("\r\n");
    }
}
