package org.bocau.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bocau.account.Directory;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends web sessions that have lived their time, that their owner has ended from elsewhere, or whose
 * account has another password, another role or another state since. One query by primary key a
 * request, and one more every few seconds.
 */
final class SessionGuard extends OncePerRequestFilter {
    private static final String SIGNED_IN_AT = SessionGuard.class.getName() + ".at";
    private static final String ID = SessionGuard.class.getName() + ".id";

    private final Directory directory;
    private final WebSessions sessions;
    private final Clock clock;
    private final Duration life;

    SessionGuard(Directory directory, WebSessions sessions, Clock clock, Duration life) {
        this.directory = directory;
        this.sessions = sessions;
        this.clock = clock;
        this.life = life;
    }

    /** Remembers when the session's absolute life began, and its row. */
    static void begin(HttpSession session, Instant now, String id) {
        session.setAttribute(SIGNED_IN_AT, now);
        session.setAttribute(ID, id);
    }

    /** The row of this request's session in {@link WebSessions}; empty when it has none. */
    static String id(HttpServletRequest request) {
        var session = request.getSession(false);
        return session != null && session.getAttribute(ID) instanceof String id ? id : "";
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var session = request.getSession(false);
        if (session != null
                && signedIn() instanceof WebUser user
                && !holds(user, session, request)) {
            session.invalidate();
            SecurityContextHolder.clearContext();
        }
        chain.doFilter(request, response);
    }

    private static @Nullable Object signedIn() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null ? null : authentication.getPrincipal();
    }

    private boolean holds(WebUser user, HttpSession session, HttpServletRequest request) {
        return session.getAttribute(SIGNED_IN_AT) instanceof Instant began
                && clock.instant().isBefore(began.plus(life))
                && directory.account(user.account()).filter(user::holdsFor).isPresent()
                && sessions.alive(
                        user.account(),
                        id(request),
                        InetAddress.ofLiteral(request.getRemoteAddr()));
    }
}
