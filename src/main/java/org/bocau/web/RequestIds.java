package org.bocau.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Names each request, in its answer, its error page and its log lines. The name is ours: a proxy's
 * would let a stranger write into the log.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestIds extends OncePerRequestFilter {
    static final String ATTRIBUTE = RequestIds.class.getName();
    private static final String LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"; // none to mistake
    private static final int LENGTH = 8;

    private final SecureRandom random = new SecureRandom();

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var id = next();
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader("X-Request-Id", id);
        try (var _ = MDC.putCloseable("request", id)) {
            chain.doFilter(request, response);
        }
    }

    private String next() {
        var id = new StringBuilder(LENGTH);
        random.ints(LENGTH, 0, LETTERS.length()).forEach(i -> id.append(LETTERS.charAt(i)));
        return id.toString();
    }
}
