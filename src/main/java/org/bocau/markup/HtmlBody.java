package org.bocau.markup;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Turns a mail's HTML into a document of our own: parsed once as a browser parses it, walked
 * against allow-lists, built anew and serialised once; the string is never edited afterwards. This
 * is the second wall: the first is the sandboxed frame of opaque origin it is shown in.
 */
public final class HtmlBody {
    public static final String ID_PREFIX = "m-";
    private static final int MAX_DEPTH = 200;
    private static final int MAX_NODES = 100_000;
    private static final int MAX_STYLE = 256 * 1024;

    /** Kept as they are. */
    private static final Set<String> ELEMENTS =
            Set.of(
                    ("a abbr acronym address article aside b bdi bdo big blockquote br caption center cite"
                                    + " code col colgroup dd del details dfn dir div dl dt em"
                                    + " figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img"
                                    + " ins kbd li main mark nav ol p pre q rp rt ruby s samp section"
                                    + " small span strike strong sub summary sup table tbody td tfoot"
                                    + " th thead time tr tt u ul var wbr")
                            .split(" "));

    /** Gone with all that is in them. Any other unknown element only loses its tags. */
    private static final Set<String> DROPPED =
            Set.of(
                    ("applet area audio base basefont bgsound button canvas command datalist dialog embed"
                                    + " fencedframe frame frameset head iframe image input isindex keygen"
                                    + " layer link listing map math meta meter noembed noframes noscript"
                                    + " object optgroup option output param picture plaintext portal"
                                    + " progress script select selectmenu slot source style svg template"
                                    + " textarea title track video xml xmp")
                            .split(" "));

    private static final Set<String> ANYWHERE =
            Set.of(
                    "align", "bgcolor", "class", "dir", "height", "lang", "title", "valign",
                    "width");
    private static final Map<String, Set<String>> BY_ELEMENT =
            Map.ofEntries(
                    Map.entry("img", Set.of("alt", "border", "hspace", "vspace")),
                    Map.entry(
                            "table",
                            Set.of(
                                    "border",
                                    "cellpadding",
                                    "cellspacing",
                                    "frame",
                                    "rules",
                                    "summary")),
                    Map.entry("td", Set.of("colspan", "nowrap", "rowspan", "abbr")),
                    Map.entry("th", Set.of("colspan", "nowrap", "rowspan", "abbr", "scope")),
                    Map.entry("font", Set.of("color", "face", "size")),
                    Map.entry("ol", Set.of("start", "type", "reversed")),
                    Map.entry("ul", Set.of("type")),
                    Map.entry("li", Set.of("type", "value")),
                    Map.entry("hr", Set.of("color", "noshade", "size")),
                    Map.entry("br", Set.of("clear")),
                    Map.entry("col", Set.of("span")),
                    Map.entry("colgroup", Set.of("span")),
                    Map.entry("blockquote", Set.of("type")),
                    Map.entry("time", Set.of("datetime")),
                    Map.entry("details", Set.of("open")));
    private static final Set<String> COLOURS = Set.of("bgcolor", "color");

    /** What the editor marks its own formats with; other classes mean nothing to it. */
    private static final Set<String> EDITOR_CLASSES =
            Set.of("color", "font", "highlight", "signature", "size");

    /** Attributes that wait: no style is applied by them, and no image loaded. */
    private static final String WAITING_STYLE = "data-style";

    private static final String WAITING_SOURCE = "data-src";

    /** Who is going to have the result. */
    private enum Use {
        READER,
        EDITOR,
        RECIPIENT
    }

    /**
     * What came out.
     *
     * @param content the body's content, to stand inside {@code <div id="mail">}
     * @param css the mail's own rules, filtered; they hold inside that element only
     * @param images what became of the pictures of other hosts
     * @param links to other hosts, in order, at most {@value #MAX_LINKS}
     * @param coloured the mail paints itself; otherwise it may follow the reader's theme
     */
    public record Clean(
            String content, String css, Images images, List<Link> links, boolean coloured) {
        public Clean {
            links = List.copyOf(links);
        }

        /** A body that has nothing but this harmless content. */
        public static Clean of(String content) {
            return new Clean(content, "", new Images(0, 0, 0), List.of(), false);
        }
    }

    /**
     * Pictures of other hosts.
     *
     * @param blocked left out for now
     * @param trackers left out always: they show nothing, and only tell that the letter was read
     */
    public record Images(int shown, int blocked, int trackers) {}

    /**
     * A link to another host.
     *
     * @param host where it leads, as the address spells it
     * @param claimed the host that its text names, or null when the text is no address
     */
    public record Link(String host, String address, @Nullable String claimed) {}

    /** Where a letter's pictures are fetched from; null leaves one out. */
    public interface ImageSources {
        /** Pictures of other hosts stay where they are: for what people write themselves. */
        ImageSources UNCHANGED =
                new ImageSources() {
                    @Override
                    public @Nullable String part(String contentId) {
                        return null;
                    }

                    @Override
                    public String remote(String address) {
                        return address;
                    }
                };

        /** The address of the picture of this letter that has this Content-ID. */
        @Nullable String part(String contentId);

        /** The address that stands in for this one of another host. */
        @Nullable String remote(String address);
    }

    private static final int MAX_LINKS = 200;

    private final Use use;
    private final ImageSources sources;
    private final CssFilter css = new CssFilter();
    private final StringBuilder sheets = new StringBuilder();
    private final List<Link> links = new ArrayList<>();
    private int shown;
    private int blocked;
    private int trackers;
    private int nodes;
    private boolean coloured;

    private HtmlBody(Use use, ImageSources sources) {
        this.use = use;
        this.sources = sources;
    }

    /**
     * Cleans a mail's HTML.
     *
     * @param html untrusted, of any size the caller allows
     */
    public static Clean clean(String html, ImageSources sources) {
        return new HtmlBody(Use.READER, sources).clean(html, false);
    }

    /**
     * A mail's HTML for going on writing in it, in a page of ours: styles wait in {@code
     * data-style} and remote images in {@code data-src}, so that as it stands it looks like nothing
     * and loads nothing (T49). Links lead where they led.
     *
     * @param html untrusted
     * @param imageUrl gives the address of an image that is in the message, from {@code cid:} or
     *     {@code data:}; null leaves it out
     */
    public static String forEditor(String html, Function<String, @Nullable String> imageUrl) {
        return new HtmlBody(Use.EDITOR, own(imageUrl, false)).clean(html, false).content();
    }

    /** The message's own images are asked for by their whole address. */
    private static ImageSources own(Function<String, @Nullable String> address, boolean remote) {
        return new ImageSources() {
            @Override
            public @Nullable String part(String source) {
                return address.apply(source);
            }

            @Override
            public @Nullable String remote(String url) {
                return remote ? url : null;
            }
        };
    }

    /**
     * What was written in the editor, for sending it.
     *
     * @param html untrusted like any other
     * @param contentUrl gives the {@code cid:} address of an image that is no remote one; null
     *     leaves it out
     */
    public static String forRecipient(String html, Function<String, @Nullable String> contentUrl) {
        return new HtmlBody(Use.RECIPIENT, own(contentUrl, true)).clean(html, false).content();
    }

    /** The same for reading: what is quoted at the end is folded, in a {@code details} element. */
    public static Clean readable(String html, ImageSources sources) {
        return new HtmlBody(Use.READER, sources).clean(html, true);
    }

    private Clean clean(String html, boolean fold) {
        var parser = Parser.htmlParser();
        var document = Jsoup.parse(html, "", parser);
        collectStyles(document);
        var root = new Element("div");
        copyAttributes(document.body(), root);
        root.removeAttr("id");
        rebuild(document.body(), root);
        if (fold) QuotedTail.fold(root);
        var output = new Document("");
        output.outputSettings().prettyPrint(false).charset("UTF-8");
        output.appendChild(root);
        boolean bare = use != Use.READER && root.attributesSize() == 0;
        return new Clean(
                bare ? root.html() : root.outerHtml(),
                sheets.toString(),
                new Images(shown, blocked, trackers),
                links,
                coloured || css.coloured());
    }

    private void collectStyles(Document document) {
        for (var style : document.select("style")) {
            if (!isHtml(style) || sheets.length() > MAX_STYLE) continue;
            var text = style.data();
            sheets.append(css.sheet(text.substring(0, Math.min(text.length(), MAX_STYLE))));
        }
    }

    /** One source node still to be copied, and the element it goes into. */
    private record Pending(Node source, Element into, int depth) {}

    /** Walks without recursion: 100,000 nested tags must not end the thread's stack. */
    private void rebuild(Element from, Element root) {
        var pending = new ArrayDeque<Pending>();
        push(pending, from, root, 0);
        while (!pending.isEmpty() && nodes < MAX_NODES) {
            var next = pending.pop();
            nodes++;
            if (next.source() instanceof TextNode text) {
                next.into().appendChild(new TextNode(text.getWholeText()));
            } else if (next.source() instanceof Element element) {
                copy(element, next, pending);
            } // comments, doctypes and data have nothing to say
        }
    }

    private void copy(Element element, Pending next, ArrayDeque<Pending> pending) {
        var name = element.tagName().toLowerCase(Locale.ROOT);
        if (!isHtml(element) || DROPPED.contains(name)) return;
        if (!ELEMENTS.contains(name) || next.depth() > MAX_DEPTH) {
            push(pending, element, next.into(), next.depth()); // only the tags go
            return;
        }
        var kept = new Element(name);
        copyAttributes(element, kept);
        if (name.equals("img") && !image(element, kept)) return;
        if (name.equals("a")) link(element, kept);
        next.into().appendChild(kept);
        push(pending, element, kept, next.depth() + 1);
    }

    private static void push(ArrayDeque<Pending> pending, Element from, Element into, int depth) {
        for (int i = from.childNodeSize() - 1; i >= 0; i--) {
            pending.push(new Pending(from.childNode(i), into, depth));
        }
    }

    private static boolean isHtml(Element element) {
        return element.tag().namespace().equals(Parser.NamespaceHtml);
    }

    private void copyAttributes(Element from, Element to) {
        var extra = BY_ELEMENT.getOrDefault(to.tagName(), Set.of());
        for (var attribute : from.attributes()) {
            var name = attribute.getKey().toLowerCase(Locale.ROOT);
            var value = attribute.getValue();
            if (value.length() > 4096) continue;
            if (name.equals("style")) {
                var kept = css.declarations(value);
                if (!kept.isEmpty()) to.attr(use == Use.EDITOR ? WAITING_STYLE : "style", kept);
            } else if (name.equals("class") && use != Use.READER) {
                classes(value, to);
            } else if (name.equals("id")) {
                if (use == Use.READER && value.matches("[A-Za-z][A-Za-z0-9_-]{0,79}"))
                    to.attr("id", ID_PREFIX + value);
            } else if (name.equals("background")) {
                background(value, to);
            } else if (ANYWHERE.contains(name) || extra.contains(name)) {
                coloured |= COLOURS.contains(name);
                to.attr(name, value);
            }
        }
    }

    private static void classes(String value, Element to) {
        var known =
                Stream.of(value.split("\\s+"))
                        .filter(EDITOR_CLASSES::contains)
                        .collect(Collectors.joining(" "));
        if (!known.isEmpty()) to.attr("class", known);
    }

    /** The background attribute of HTML 3.2 loads an image like img does. */
    private void background(String value, Element to) {
        var url = Links.remote(value);
        if (url == null) return;
        var address = sources.remote(url);
        if (address == null) {
            blocked++;
        } else if (Set.of("table", "td", "th", "tr").contains(to.tagName())) {
            shown++;
            to.attr("background", address);
        }
    }

    /** Gives the image its source, or leaves it without; false drops the element. */
    private boolean image(Element from, Element to) {
        if (use != Use.READER) return written(from, to);
        var source = Links.stripped(from.attr("src"));
        if (source.toLowerCase(Locale.ROOT).startsWith("cid:")) {
            var url = sources.part(source.substring(4));
            if (url != null) to.attr("src", url);
        } else if (Links.isImageData(source)) {
            to.attr("src", source);
        } else {
            var remote = Links.remote(source);
            if (remote == null) return to.hasAttr("alt");
            if (Trackers.isTracker(from, remote)) {
                trackers++;
                return false;
            }
            remoteImage(remote, to);
        }
        if (!to.hasAttr("alt")) to.attr("alt", "");
        return true;
    }

    private void remoteImage(String url, Element to) {
        var address = sources.remote(url);
        if (address == null) {
            blocked++;
            to.attr("class", "blocked-image");
        } else {
            shown++;
            to.attr("src", address).attr("referrerpolicy", "no-referrer").attr("loading", "lazy");
        }
    }

    /** An image of a body that is being written. */
    private boolean written(Element from, Element to) {
        boolean waits = from.hasAttr(WAITING_SOURCE);
        var source = Links.stripped(from.attr(waits ? WAITING_SOURCE : "src"));
        var remote = Links.remote(source);
        if (remote == null) {
            var url = sources.part(source);
            if (url == null) return !from.attr("alt").isBlank();
            to.attr("src", url);
        } else if (use == Use.EDITOR && Trackers.isTracker(from, remote)) {
            return false;
        } else {
            to.attr(use == Use.EDITOR ? WAITING_SOURCE : "src", remote);
        }
        if (!to.hasAttr("alt")) to.attr("alt", "");
        return true;
    }

    private void link(Element from, Element to) {
        var raw = from.attr("href");
        var href = use == Use.READER ? Links.forReader(raw) : Links.asWritten(raw);
        if (href == null) return;
        if (use != Use.READER) {
            to.attr("href", href);
            return;
        }
        to.attr("href", href);
        if (href.startsWith("#")) return;
        to.attr("target", "_blank").attr("rel", "noopener noreferrer nofollow");
        var host = Links.host(href);
        if (host == null || links.size() >= MAX_LINKS) return;
        var link = new Link(host, href, Links.claimedHost(from.text()));
        links.add(link);
        if (link.claimed() != null) to.attr("title", href); // what the text does not tell
    }
}
