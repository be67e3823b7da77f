package org.bocau.web;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** An address within this site that came from outside, to go back to. */
final class LocalPath {
    private LocalPath() {}

    /**
     * The path if it can only mean a page of ours, else {@code /}. Browsers read {@code //evil} and
     * {@code /\evil} as other hosts, and skip tabs and line ends inside: such paths are not ours.
     */
    static String orRoot(@Nullable String path) {
        if (path == null || !path.startsWith("/") || path.startsWith("//") || path.length() > 2000)
            return "/";
        if (path.chars().anyMatch(c -> c <= 0x20 || c >= 0x7f || c == '\\')) return "/";
        try {
            var parsed = new URI(path);
            return parsed.getHost() == null && parsed.getScheme() == null ? path : "/";
        } catch (URISyntaxException e) {
            return "/";
        }
    }
}
