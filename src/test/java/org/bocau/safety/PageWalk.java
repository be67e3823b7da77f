package org.bocau.safety;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bocau.testing.Routes;
import org.bocau.testing.TestServer;
import org.bocau.testing.WebVisitor;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Every page there is, found as a visitor finds it: by following links, one page for each route. A
 * new page that is linked from anywhere is found, too.
 */
final class PageWalk {
    private static final int MOST_REQUESTS = 600;

    private final WebVisitor visitor;
    private final Map<PathPattern, String> routes = new LinkedHashMap<>();
    private final Map<String, String> pages = new TreeMap<>();
    private final Set<String> seen = new TreeSet<>();

    private PageWalk(TestServer server, WebVisitor visitor) {
        this.visitor = visitor;
        var parser = new PathPatternParser();
        Routes.of(server).stream()
                .filter(route -> !route.changes())
                .forEach(route -> routes.put(parser.parse(route.pattern()), route.path()));
    }

    /** Addresses by the patterns of their routes. */
    static Map<String, String> from(TestServer server, WebVisitor visitor, List<String> starts) {
        var walk = new PageWalk(server, visitor);
        walk.follow(starts);
        // what nothing leads to, but needs nothing to be asked for
        walk.follow(
                walk.routes.keySet().stream()
                        .map(PathPattern::getPatternString)
                        .filter(pattern -> !pattern.contains("{"))
                        .toList());
        return walk.pages;
    }

    /** Routes whose answers are pages, of which none was found, are to be explained. */
    static List<String> patterns(TestServer server) {
        return Routes.of(server).stream()
                .filter(route -> !route.changes())
                .map(Routes.Route::pattern)
                .distinct()
                .toList();
    }

    private void follow(List<String> starts) {
        var waiting = new ArrayDeque<String>(starts);
        while (!waiting.isEmpty() && seen.size() < MOST_REQUESTS) {
            var path = waiting.poll();
            var pattern = pattern(path);
            if (pattern.isEmpty() || pages.containsKey(pattern.get()) || !seen.add(path)) continue;
            var head = visitor.head(path);
            if (head.status() != 200 || !isPage(head)) continue;
            pages.put(pattern.get(), path);
            for (var link : visitor.get(path).page().select("a[href^=/]:not([download])")) {
                waiting.add(link.attr("href").replaceAll("#.*", ""));
            }
        }
    }

    private static boolean isPage(WebVisitor.Answer answer) {
        return answer.header("content-type").startsWith("text/html")
                && !answer.header("content-security-policy").startsWith("sandbox");
    }

    /** The most specific pattern of the router for an address. */
    private Optional<String> pattern(String address) {
        var path = PathContainer.parsePath(URI.create("http://x" + address).getRawPath());
        return routes.keySet().stream()
                .filter(pattern -> pattern.matches(path))
                .sorted()
                .findFirst()
                .map(PathPattern::getPatternString);
    }
}
