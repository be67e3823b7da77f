package org.bocau.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * One hash over the content of all assets. It is a directory of their addresses ({@code
 * /assets/<hash>/js/shell.js}), not part of each name, so that relative imports between ES modules
 * and {@code url()}s in style sheets stay within one version without being rewritten.
 */
final class AssetVersion {
    private static final int HASH_OCTETS = 5;

    private AssetVersion() {}

    /** The hash in hexadecimal; equal content gives an equal hash on every node. */
    static String of(String pattern) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var asset : assets(pattern)) {
                try (InputStream content = asset.getInputStream()) {
                    digest.update(content.readAllBytes());
                }
            }
            return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), HASH_OCTETS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has SHA-256
        }
    }

    private static Resource[] assets(String pattern) throws IOException {
        var found = new PathMatchingResourcePatternResolver().getResources(pattern);
        var files = Arrays.stream(found).filter(Resource::isReadable).toArray(Resource[]::new);
        Arrays.sort(files, Comparator.comparing(AssetVersion::name));
        return files;
    }

    /** The address below the assets' root: the same from a directory and from a jar. */
    private static String name(Resource asset) {
        try {
            var url = asset.getURL().toString();
            return url.substring(url.indexOf("static/assets"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
