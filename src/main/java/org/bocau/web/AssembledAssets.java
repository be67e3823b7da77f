package org.bocau.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.servlet.resource.ResourceTransformer;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/**
 * Puts scripts and style sheets together as they are served, so that a page needs few requests and
 * the sources may be many: {@link Scripts}, and style sheets in the place of their {@code @import}.
 * What comes out is kept by Spring's cache of resources.
 */
final class AssembledAssets implements ResourceTransformer {
    private static final String ROOT = "static/assets/";
    private static final Pattern IMPORT =
            Pattern.compile("^@import \"([a-z0-9-]+\\.css)\";$", Pattern.MULTILINE);
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/\\s*");
    private static final Pattern INDENT = Pattern.compile("(?m)^[ \\t]+");

    private final Map<String, String> sheets;
    private final Scripts scripts;

    AssembledAssets() {
        var modules = sources("**/*.js");
        modules.putAll(sources("**/*.mjs"));
        this.scripts = new Scripts(modules);
        this.sheets = sources("css/*.css");
    }

    private static Map<String, String> sources(String pattern) {
        var sources = new HashMap<String, String>();
        try {
            var all = "classpath*:/" + ROOT + pattern;
            for (var found : new PathMatchingResourcePatternResolver().getResources(all)) {
                sources.put(path(found), found.getContentAsString(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static String path(Resource asset) throws IOException {
        var url = asset.getURL().toString();
        return url.substring(url.indexOf(ROOT) + ROOT.length());
    }

    @Override
    public Resource transform(
            HttpServletRequest request, Resource asset, ResourceTransformerChain chain)
            throws IOException {
        var whole = chain.transform(request, asset);
        var path = path(asset);
        var text = path.endsWith(".css") ? sheet(path) : scripts.served(path);
        return text == null
                ? whole
                : new TransformedResource(whole, text.getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable String sheet(String path) {
        var text = sheets.get(path);
        if (text == null) return null;
        var whole =
                IMPORT.matcher(text)
                        .replaceAll(found -> {
                            var other = sheets.get("css/" + found.group(1));
                            if (other == null) {
                                throw new IllegalStateException(path + ": " + found.group());
                            }
                            return Matcher.quoteReplacement(other);
                        });
        return INDENT.matcher(COMMENT.matcher(whole).replaceAll("")).replaceAll("");
    }
}
