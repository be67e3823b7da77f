package org.bocau.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes {@code @{/assets/…}} in templates the versioned address. It asks nobody whether there is
 * such a file: {@code ResourceUrlEncodingFilter} does, in all jars, also for each link of a list
 * that is a page and no asset, and took half of the time of a list (decision 81).
 */
final class AssetAddresses extends OncePerRequestFilter {
    private final String version;

    /**
     * @param version of all assets, {@link AssetVersion}
     */
    AssetAddresses(String version) {
        this.version = version;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(
                request,
                new HttpServletResponseWrapper(response) {
                    @Override
                    public String encodeURL(String address) {
                        return super.encodeURL(versioned(address));
                    }
                });
    }

    /** The versioned address of an asset; all others are left as they are. */
    String versioned(String address) {
        return address.startsWith(WebConfiguration.ASSETS)
                        && !address.startsWith(version + "/", WebConfiguration.ASSETS.length())
                ? WebConfiguration.ASSETS
                        + version
                        + "/"
                        + address.substring(WebConfiguration.ASSETS.length())
                : address;
    }
}
