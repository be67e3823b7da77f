package org.bocau.reading;

import java.util.List;
import org.bocau.markup.HtmlBody;
import org.springframework.web.util.HtmlUtils;

/**
 * The document around a cleaned HTML body: a response of its own, shown in a sandboxed frame or
 * printed. It holds no script and refers to nothing of the application.
 */
final class MailDocument {
    /** How the reader wants pages to look. */
    private static final String BASE =
            """
            html{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
            body{margin:0;padding:16px 20px;overflow-wrap:anywhere}
            img{max-width:100%}
            img[src]:not([height]){height:auto}
            pre,tt,code{white-space:pre-wrap}
            pre.text{font:inherit;margin:0}
            table{max-width:100%}
            blockquote{margin:.5em 0;padding-left:1em;border-left:3px solid #9db0bd}
            .quoted-tail>summary{display:inline-block;margin:8px 0;padding:0 10px;border-radius:1em;cursor:pointer;list-style:none;font:600 10px/18px system-ui;letter-spacing:.1em;color:#4a5866;background:#dfe5ea}
            .quoted-tail>summary::-webkit-details-marker{display:none}
            .quoted-tail>summary:hover{background:#cbd5dc}
            .blocked-image{box-sizing:border-box;min-width:16px;min-height:16px;border:1px dashed #8b98a5}
            """;

    private static final String PAPER = "html{color-scheme:light;background:#fff;color:#16212b}\n";

    /**
     * Same ink and surface as the application's tokens, for mail that has no colours of its own.
     */
    private static String themed(String theme) {
        var scheme = theme.equals("auto") ? "light dark" : theme;
        return "html{color-scheme:"
                + scheme
                + ";background:light-dark(#ffffff,#171f27);color:light-dark(#16212b,#e7edf2)}"
                + "a{color:light-dark(#0f5c67,#72cad3)}\n";
    }

    /** What a letter positions stays within its own place: no letter writes over another. */
    private static final String PRINT =
            """
            body{max-width:52rem;margin:0 auto}
            h1{font-size:1.3rem;margin:0 0 .75rem}
            article+article{margin-top:1.5rem}
            .head{margin:0 0 1rem;padding:.6rem 0;border:solid #9db0bd;border-width:1px 0;font-size:.9rem;break-inside:avoid;break-after:avoid}
            .head dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .75rem;margin:0}
            .head dt{font-weight:600}.head dd{margin:0}
            .mail{position:relative;overflow:clip;isolation:isolate}
            #hint{margin:0 0 1rem;padding:.5rem .75rem;background:#e0f0f2;border-radius:.4rem;font-size:.9rem}
            .quoted-tail::details-content{display:block;content-visibility:visible}.quoted-tail>summary{display:none}
            @media print{#hint{display:none}body{padding:0;font-size:11pt}a{color:inherit}}
            """;

    /** Ends what {@link #paper} begins. */
    static final String END = "</body></html>\n";

    /** A line of the header block of the printed page. */
    record Line(String label, String value) {}

    private MailDocument() {}

    /**
     * For the frame in the reading pane. {@code theme}: {@code light}, {@code dark} or {@code
     * auto}.
     */
    static String framed(HtmlBody.Clean body, String title, String language, String theme) {
        return document(body, title, language, body.coloured() ? PAPER : themed(theme));
    }

    /** The beginning of a document for the printer, with a hint that is not printed. */
    static String paper(String title, String language, String hint) {
        return top(title, language, PAPER + PRINT)
                + "</head><body><p id=\"hint\">"
                + escaped(hint)
                + "</p><h1 dir=\"auto\">"
                + escaped(title)
                + "</h1>";
    }

    /**
     * A letter in it. Its style sheet reaches what is in it, and neither its head nor other
     * letters.
     */
    static String sheet(int number, List<Line> head, HtmlBody.Clean body) {
        var id = number == 0 ? "mail" : "mail" + number;
        var out = new StringBuilder("<article><header class=\"head\"><dl>");
        for (var line : head) {
            out.append("<dt>").append(escaped(line.label())).append("</dt><dd dir=\"auto\">");
            out.append(escaped(line.value())).append("</dd>");
        }
        out.append("</dl></header><style>@scope (#").append(id).append("){").append(body.css());
        out.append("}</style><div class=\"mail\" dir=\"auto\" id=\"").append(id).append("\">");
        return out.append(body.content()).append("</div></article>").toString();
    }

    /** A plain-text body as a document's content. */
    static HtmlBody.Clean plain(String text) {
        return HtmlBody.Clean.of("<pre class=\"text\">" + escaped(text) + "</pre>");
    }

    private static String document(
            HtmlBody.Clean body, String title, String language, String look) {
        return top(title, language, look)
                + "<style>:where(#mail){"
                + body.css()
                + "}</style></head><body><main id=\"mail\" dir=\"auto\">"
                + body.content()
                + "</main>"
                + END;
    }

    private static String top(String title, String language, String look) {
        return "<!doctype html>\n<html lang=\""
                + escaped(language)
                + "\"><head><meta charset=\"utf-8\"><title>"
                + escaped(title)
                + "</title><meta name=\"viewport\" content=\"width=device-width\">"
                + "<meta name=\"referrer\" content=\"no-referrer\"><style>"
                + BASE
                + look
                + "</style>";
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
