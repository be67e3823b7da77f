package org.bocau.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what another site asks for on behalf of who is signed in, by what the browser itself says
 * (Fetch Metadata, {@code Sec-Fetch-Site}): changes always, and all else but going to a page as
 * one. The second wall behind the CSRF token and the cookie's {@code SameSite}, which a neighbour
 * under the same domain climbs; browsers that do not say pass.
 */
final class FetchSiteGuard extends OncePerRequestFilter {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null && OTHER_SITES.contains(site) && !allowed(request)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean allowed(HttpServletRequest request) {
        if (!SAFE_METHODS.contains(request.getMethod())) return false;
        return SecurityContextHolder.getContext().getAuthentication() == null
                || "document".equals(request.getHeader("Sec-Fetch-Dest"));
    }
}
